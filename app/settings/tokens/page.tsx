import { context } from '@/core/context'
import { paths } from '@/core/paths'

/** Where a new token is shown once, by the form that makes it; who comes here otherwise gets the settings. */
export default function Tokens() {
  context().redirect = paths.settings
  return null
}
