import { cacheTags } from '@/core/cache-tags'
import { sign } from '@/core/crypto'
import type { BufferedResponse } from '@/core/response'

/** Longest header that is sent, in keys; caches in front refuse longer ones. */
const most = 300
/** A page with more keys has this one instead, and every purge names it. */
const many = 'many'

let isOn = false

/** Sends keys from now on: there is a cache in front (`FRONT_CACHE_URL`). */
export function sendFrontKeys(on: boolean): void {
  isOn = on
}

/**
 * Returns the key of a cache tag for a cache in front. A tag may name the author of an anonymous text, so it is hashed
 * under the site's secret.
 */
const keyOf = (tag: string): string => sign('front cache', tag).slice(0, 12)

/** Returns the keys that a purge of these tags names. */
export const purgedKeys = (tags: readonly string[]): string[] => [...tags, many].map(keyOf)

type Entry = { tags: ReadonlySet<string>; frontSeconds: number; outdated: boolean }
const ready = new WeakMap<ReadonlySet<string>, string>()

function keysOf(tags: ReadonlySet<string>): string {
  const known = ready.get(tags)
  if (known !== undefined) return known
  const shown = tags.size > most ? [many] : [...tags]
  const made = [cacheTags.all, ...shown].map(keyOf).join(' ')
  ready.set(tags, made)
  return made
}

/**
 * Returns the headers for a cache in front: the keys by which we purge the page there, and how long it may be kept, which is
 * as long as we keep it. None without such a cache.
 */
export const frontHeaders = (entry: Entry): BufferedResponse['headers'] =>
  isOn && !entry.outdated
    ? {
        'surrogate-key': keysOf(entry.tags),
        'cache-control': `public, max-age=0, s-maxage=${entry.frontSeconds}`,
      }
    : {}
