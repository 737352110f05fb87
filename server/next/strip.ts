import { Parser } from 'htmlparser2'

/** Own scripts are recognised by their path, data by its type; everything else that runs is the framework's. */
const isOwn = ({ src = '', type }: Record<string, string>): boolean =>
  /^\/[a-z]\.js(\?|$)/.test(src) || (type === 'application/ld+json' && src === '')

const isScriptHint = ({ rel, as }: Record<string, string>): boolean =>
  rel === 'modulepreload' || (rel === 'preload' && as === 'script') || rel === 'expect'

/**
 * Takes the framework's scripts and their preloads out of a page: the page is complete without them. A real
 * tokenizer decides what is a tag, so nothing that people wrote can be mistaken for one.
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
        // Markers of the framework's streaming; nothing of ours is a comment.
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
  // A script that never ends would swallow the rest: leave it out as well.
  return opened === null ? out + html.slice(at) : out + html.slice(at, opened)
}
