import { isSigned, sign } from '@/core/crypto'
import { paths } from '@/core/paths'
import { absolute } from '@/core/site'

/** Mails that people choose, and can be rid of with one click. */
export const mailKinds = ['replies', 'digest'] as const
export type MailKind = (typeof mailKinds)[number]

/** The address that ends mails of a kind to somebody, without signing in. */
export const unsubscribeAddress = (userId: number, kind: MailKind): string =>
  absolute(paths.unsubscribe(`${userId}.${kind}.${sign('unsubscribe', `${userId}.${kind}`).slice(0, 22)}`))

/** Whom and what such an address is about; null when it was not made here. */
export function readUnsubscribe(token: string): { userId: number; kind: MailKind } | null {
  const [id = '', name = '', signature = ''] = token.split('.')
  const kind = mailKinds.find((known) => known === name)
  if (!kind || !/^[1-9]\d{0,14}$/.test(id) || signature.length !== 22) return null
  return isSigned('unsubscribe', `${id}.${kind}`, signature) ? { userId: Number(id), kind } : null
}
