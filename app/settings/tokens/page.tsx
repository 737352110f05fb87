import { context } from '@/core/context'
import { paths } from '@/core/paths'

/** Action of the token form, which shows a new token once; other requests are redirected to the settings. */
export default function Tokens() {
  context().redirect = paths.settings
  return null
}
