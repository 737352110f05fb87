import { isSigned, sign } from '@/core/crypto'
import { paths } from '@/core/paths'
import { absolute } from '@/core/site'

/** Optional emails, each with a one-click unsubscribe link. */
export const mailKinds = ['replies', 'digest'] as const
export type MailKind = (typeof mailKinds)[number]

/** Returns the URL that ends a user's emails of a kind without signing in. */
export const unsubscribeAddress = (userId: number, kind: MailKind): string =>
  absolute(paths.unsubscribe(`${userId}.${kind}.${sign('unsubscribe', `${userId}.${kind}`).slice(0, 22)}`))

/** Returns the user and kind of such a URL's token; null if we did not sign it. */
export function readUnsubscribe(token: string): { userId: number; kind: MailKind } | null {
  const [id = '', name = '', signature = ''] = token.split('.')
  const kind = mailKinds.find((known) => known === name)
  if (!kind || !/^[1-9]\d{0,14}$/.test(id) || signature.length !== 22) return null
  return isSigned('unsubscribe', `${id}.${kind}`, signature) ? { userId: Number(id), kind } : null
}
