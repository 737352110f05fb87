/** A piece of a plain text: `href` if it is a link. */
export type LinkedPiece = { text: string; href: string | null }

/** What ends a sentence rather than an address. */
const closing = /[.,;:!?'"’”)\]}>]+$/

/** True for an address on the web without a name or a password in it, which would disguise where it leads. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, username, password, hostname } = new URL(address)
  return /^https?:$/.test(protocol) && !username && !password && hostname.includes('.')
}

/** Splits a plain text at its web addresses. Only `http:` and `https:` become links. */
export function linkedPieces(text: string): LinkedPiece[] {
  const pieces: LinkedPiece[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(/\bhttps?:\/\/[^\s<>"`]+/gi)) {
    const address = found.replace(closing, '')
    if (!isSafe(address)) continue
    if (index > from) pieces.push({ text: text.slice(from, index), href: null })
    pieces.push({ text: address, href: address })
    from = index + address.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null })
  return pieces
}
