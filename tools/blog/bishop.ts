import { parseFingerprint } from '@/keys/fingerprint'
import { randomart } from '@/keys/randomart'
import { escapeHtml } from '@/text/escape'

/**
 * Returns the still picture in place of the widget that walks the bishop step by step.
 * @returns null if the text is not a fingerprint
 */
export function bishopWidget(fingerprint: string): string | null {
  const parsed = parseFingerprint(fingerprint)
  if (!parsed.ok) return null
  const art = randomart(parsed.digest, { type: 'ED25519', bits: 256, hash: parsed.hash.toUpperCase() })
  return `<pre class="code code-art" role="img" aria-label="Randomart for ${parsed.printed}">${escapeHtml(art)}</pre><p class="quiet"><code>${parsed.printed}</code></p>`
}
