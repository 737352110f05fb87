import { LRUCache } from 'lru-cache'
import type { ReactNode } from 'react'
import { cacheTags } from './cache-tags'
import { emptyContext, type RequestContext, withContext } from './context'
import { draw, drawnBefore, isDrawing, newMark } from './draw'
import { escapeAttribute } from './escape-attribute'
import { encoded } from './html-pieces'
import { processWide } from './process-wide'

/** Drawn HTML with a hole: the text around it, encoded once. A card has its hole at each place where the address of the page stands. */
type Drawn = { around: readonly Buffer[]; tag: string }

/** The most bytes that are kept; a card has some 3,000. */
const mostBytes = 8_000_000

const kept = processWide('kept-html', () => {
  const byTag = new Map<string, Set<string>>()
  const drawn = new LRUCache<string, Drawn>({
    maxSize: mostBytes,
    sizeCalculation: ({ around }, key) => around.reduce((sum, text) => sum + text.length, key.length + 100),
    dispose: ({ tag }, key) => {
      const keys = byTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) byTag.delete(tag)
    },
  })
  return { byTag, drawn, isOff: false }
})

/** Whatever is kept is drawn without a request, so that nothing of one reader can get into it. */
const noRequest = new Proxy(emptyContext(), {
  get: (_, name) => {
    throw new Error(`A kept card asked for ${String(name)} of the request. Pass it, and put it into the key.`)
  },
})

function drawAround(make: (hole: string) => ReactNode): Buffer[] {
  const hole = newMark()
  return withContext<string>(noRequest as RequestContext, () => draw(make(hole)))
    .split(hole)
    .map(encoded)
}

/** What was found for an object before: readings are shared, so the same card comes again and again. */
const found = new WeakMap<object, Map<string, Drawn>>()

/** What is drawn: its cache tag, the object that it shows, and everything else that it depends on. */
type Subject = {
  /** When this tag is invalidated, the drawn HTML is forgotten. */
  tag: string
  /** Not changed once it was shown. */
  shows: object
  /** The part of the key for this object: all of it that the HTML depends on. Null to keep the HTML as long as the object. */
  key: (() => string) | null
  /** The part of the key for everything else, but for the value of the hole. */
  variant: string
}

function drawnByKey(tag: string, key: string, make: (hole: string) => ReactNode): Drawn {
  const known = kept.drawn.get(key)
  if (known) return known
  const drawn = { around: drawAround(make), tag }
  kept.drawn.set(key, drawn)
  if (kept.drawn.has(key)) kept.byTag.set(tag, (kept.byTag.get(tag) ?? new Set()).add(key))
  return drawn
}

function drawnFor({ tag, shows, key, variant }: Subject, make: (hole: string) => ReactNode): Drawn {
  const known = found.get(shows)?.get(variant)
  if (known) return known
  const drawn = key ? drawnByKey(tag, `${key()} ${variant}`, make) : { around: drawAround(make), tag }
  const variants = found.get(shows) ?? new Map<string, Drawn>()
  found.set(shows, variants.set(variant, drawn))
  return drawn
}

/**
 * Returns what `make` returns, drawn once for each key.
 * @param value the hole's, for this reader
 * @param make plain components only, which must not ask for the request
 */
export function keptHtml(subject: Subject, value: string, make: (hole: string) => ReactNode): ReactNode {
  if (kept.isOff || !isDrawing()) return make(value)
  const { around } = drawnFor(subject, make)
  const shown = escapeAttribute(value)
  return drawnBefore(around.flatMap((text, at) => (at === 0 ? [text] : [shown, text])))
}

/**
 * Forgets what shows invalidated content: it would not be shown again, since what it shows is in its key, but what was removed is
 * not to stay in memory.
 */
export function forgetHtml(tags: readonly string[]): void {
  for (const tag of tags) {
    if (tag === cacheTags.all || tag === cacheTags.removals) kept.drawn.clear()
    for (const key of [...(kept.byTag.get(tag) ?? [])]) kept.drawn.delete(key)
  }
}

/** Draws everything anew from now on, for comparison. */
export function keepNoHtml(): void {
  kept.isOff = true
}

/** The number of kept pieces, and their bytes with their keys. */
export const keptHtmlSize = (): { entries: number; bytes: number } => ({
  entries: kept.drawn.size,
  bytes: kept.drawn.calculatedSize,
})
