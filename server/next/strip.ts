import { Parser } from 'htmlparser2'

/** True for our scripts (by path) and for data (by type). All other scripts are the framework's. */
const isOwn = ({ src = '', type }: Record<string, string>): boolean =>
  /^\/[a-z]\.js(\?|$)/.test(src) || (type === 'application/ld+json' && src === '')

const isScriptHint = ({ rel, as }: Record<string, string>): boolean =>
  rel === 'modulepreload' || (rel === 'preload' && as === 'script') || rel === 'expect'

/**
 * Removes the framework's scripts and their preloads from a page, which is complete without them. A real tokenizer
 * finds the tags, so text that people wrote cannot be mistaken for one.
 * @param html a whole document
 * @returns the document with our own scripts only
 */
export function stripScripts(html: string): string {
  const cuts: [from: number, to: number][] = []
  let opened: number | null = null
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'script' && !isOwn(attributes)) opened = parser.startIndex
        else if (name === 'link' && isScriptHint(attributes))
          cuts.push([parser.startIndex, parser.endIndex + 1])
      },
      onclosetag(name) {
        if (name !== 'script' || opened === null) return
        cuts.push([opened, parser.endIndex + 1])
        opened = null
      },
      oncomment() {
        // Markers of the framework's streaming. We write no HTML comments.
        cuts.push([parser.startIndex, parser.endIndex + 1])
      },
    },
    { decodeEntities: false, lowerCaseTags: true },
  )
  parser.end(html)
  let out = ''
  let at = 0
  for (const [from, to] of cuts) {
    if (from < at) continue
    out += html.slice(at, from)
    at = to
  }
  // An unclosed script would swallow the rest, so it is removed as well.
  return opened === null ? out + html.slice(at) : out + html.slice(at, opened)
}
