import { randomartSvg } from '@/keys/randomart'

const none = new Map<string, string>()

/** Cached: drawing the same digest for each card would be most of the work of a page. */
function drawn(digest: string): string {
  const known = none.get(digest)
  if (known) return known
  if (none.size > 2_000) none.clear()
  const svg = randomartSvg(Buffer.from(digest, 'hex'))
  none.set(digest, svg)
  return svg
}

/** An author's randomart; empty for anonymous ones. Decorative: the handle is next to it. */
export function Art({ digest, large = false }: { digest: string | null; large?: boolean }) {
  const className = large ? 'art art-large' : 'art'
  if (digest === null) return <span className={`${className} art-empty`} />
  // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by us from hex digits
  return <span className={className} dangerouslySetInnerHTML={{ __html: drawn(digest) }} />
}
