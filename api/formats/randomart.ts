import { drawRandomart } from '@/keys/randomart-input'
import { randomartFile, randomartPng } from '@/lib/picture'
import { refuse } from './refuse'
import { text } from './responses'

const cached = { 'cache-control': 'public, max-age=86400', 'cross-origin-resource-policy': 'cross-origin' }

/** Responds with a key's randomart as text, SVG or PNG. Other sites may embed it. */
export function randomartAnswer(format: string, query: URLSearchParams): Response {
  const made = drawRandomart(Object.fromEntries(query))
  if (!made.ok) return refuse('txt', made)
  const { lines, fingerprint, label } = made.value
  const title = `Randomart of ${label ? `the ${label} key ` : ''}${fingerprint}`
  if (format === 'txt') return text(lines.join('\n'), cached)
  if (format === 'svg')
    return new Response(randomartFile(lines, title), {
      headers: { 'content-type': 'image/svg+xml; charset=utf-8', ...cached },
    })
  return new Response(new Uint8Array(randomartPng(lines, title)), {
    headers: { 'content-type': 'image/png', ...cached },
  })
}
