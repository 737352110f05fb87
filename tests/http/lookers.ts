import type { Got } from './client'

/** A reader: the cookies their browser sends, and what their pages may show. */
export type Looker = {
  name: string
  cookies: string[]
  handle: string | null
  votes: Set<string>
  personal: boolean
}

/** Returns the votes that a response, page or JSON, shows as the reader's own, each as `id-kind`. */
export function votesIn({ text }: Got): string[] {
  const pressed = text.matchAll(/<button[^>]*aria-pressed="true"[^>]*aria-describedby="n(\d+)-(\w+)"/g)
  const mine = text.matchAll(/"id":(\d+),(?:(?!"id":)[^{}]|\{[^{}]*\})*?"mine":"(\w+)"/g)
  return [...pressed, ...mine].map(([, id, kind]) => `${id}-${kind}`)
}

/**
 * Returns the errors in a response, in words.
 * @param looker the recipient
 * @param others handles that must not be in it, unless the path names them
 */
export function complaints(looker: Looker, path: string, got: Got, others: readonly string[]): string[] {
  const { name, handle, votes, personal } = looker
  const said: string[] = []
  const cacheControl = got.headers['cache-control'] ?? ''
  const isShared = /public|s-maxage|max-age=[1-9]/.test(cacheControl)
  const isHtml = (got.headers['content-type'] ?? '').startsWith('text/html')
  const who =
    /<div class="who">(?:<a class="unread"[^>]*>[^<]*<\/a> )*(?:<details[^>]*><summary>.*?<\/summary> <nav[^>]*>)?<a href="([^"]*)"/.exec(
      got.text,
    )?.[1]
  const shown = votesIn(got)
  if (got.status >= 500) said.push(`${got.status}`)
  // A page that has moved is a link and no more.
  if (isHtml && got.text !== '' && got.status !== 301 && who !== (handle ? `/u/${handle}` : '/signin'))
    said.push(`the header shows ${who}`)
  for (const vote of shown) if (!votes.has(vote)) said.push(`shows the vote ${vote}`)
  for (const other of others)
    if (other !== handle && got.text.includes(other) && !path.includes(other)) said.push(`holds ${other}`)
  if (isShared && (who?.startsWith('/u/') || shown.length > 0)) said.push(`personal, but ${cacheControl}`)
  if (isShared && personal && isHtml) said.push(`for ${name}, but ${cacheControl}`)
  if (isShared && got.headers['set-cookie']) said.push(`a cookie, but ${cacheControl}`)
  if (cacheControl === '') said.push('no Cache-Control')
  if (/evil\.example/i.test(got.raw + got.text)) said.push('reflects evil')
  return said
}
