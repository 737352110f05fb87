import { mustAdmin } from './admin'
import type { Person } from './load'
import type { DrillSite } from './site'

const letters = 'abcdfghjkpqtxyz'
const word = () =>
  Array.from({ length: 12 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')

/** A person who writes with a token and reads with a session. */
export type Someone = Person & { handle: string; session: string }

/**
 * Creates an account through the form, and a token through the build's own admin tool, so that it need not know how
 * that build stores them.
 * @param ageDays how old the account is made; votes of one younger than a day don't count
 */
export async function signUpAt(site: DrillSite, ageDays: number): Promise<Someone> {
  const handle = `drill-${word()}`
  const answer = await fetch(`${site.origin}/signup`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: site.origin },
    body: new URLSearchParams({ handle, password: `${word()} ${word()}` }),
  })
  const said = await answer.text()
  const session = answer.headers
    .getSetCookie()
    .map((line) => /^session=([^;]+)/.exec(line)?.[1])
    .find((found) => found)
  if (answer.status !== 303 || !session)
    throw new Error(`signing up failed: ${answer.status} ${said.slice(0, 500)}`)
  await site.query('update users set created_at = created_at - make_interval(days => $2) where handle = $1', [
    handle,
    ageDays,
  ])
  const [voter] = await site.query<{ id: string }>(
    'select v.id from voters v join users u on u.id = v.user_id where u.handle = $1',
    [handle],
  )
  const told = await mustAdmin(
    site.data,
    ['token', 'create', handle],
    { DATABASE_URL: site.url },
    site.folder,
  )
  return { handle, session, voterId: Number(voter?.id), token: told.split('\n').at(-1) ?? '' }
}
