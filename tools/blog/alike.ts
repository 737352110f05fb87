import type { Post } from '@/lib/blog'

const most = 8
/** How much a shared tag counts, relative to similar text. */
const tagWeight = 0.6

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z][a-z0-9-]{3,}/g) ?? []

type Weighed = Map<string, number>

/** Scales a vector to length one. */
function unit(weights: Weighed): Weighed {
  const length = Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1
  return new Map([...weights].map(([word, weight]) => [word, weight / length]))
}

/** Returns the inverse document frequency of each word. */
function rarity(texts: readonly ReadonlySet<string>[]): Map<string, number> {
  const seen = new Map<string, number>()
  for (const words of texts) for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1)
  return new Map([...seen].map(([word, count]) => [word, Math.log(texts.length / count)]))
}

/** Returns the 60 most significant words of each text, few enough that comparing all texts stays cheap. */
function weigh(texts: readonly string[]): Weighed[] {
  const counted = texts.map((text) => {
    const counts = new Map<string, number>()
    for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
    return counts
  })
  const rare = rarity(counted.map((counts) => new Set(counts.keys())))
  return counted.map((counts) => {
    const all = [...counts].map(([word, count]): [string, number] => [
      word,
      (1 + Math.log(count)) * (rare.get(word) ?? 0),
    ])
    return unit(new Map(all.sort((a, b) => b[1] - a[1]).slice(0, 60)))
  })
}

function likeness(a: Weighed, b: Weighed): number {
  let sum = 0
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0)
  return sum
}

/** Returns for each post the other posts most similar to it, by tags (rare ones count more) and by text. */
export function alike(
  posts: readonly Pick<Post, 'slug' | 'tags' | 'text' | 'title'>[],
): Map<string, [string, number][]> {
  const rare = rarity(posts.map(({ tags }) => new Set(tags)))
  const texts = weigh(posts.map(({ title, text }) => `${title} ${text}`))
  const tags = posts.map((post) => unit(new Map(post.tags.map((tag) => [tag, 0.2 + (rare.get(tag) ?? 0)]))))
  return new Map(
    posts.map((post, i) => [
      post.slug,
      posts
        .flatMap((other, j): [string, number][] => {
          if (i === j) return []
          const weight =
            tagWeight * likeness(tags[i] ?? new Map(), tags[j] ?? new Map()) +
            (1 - tagWeight) * likeness(texts[i] ?? new Map(), texts[j] ?? new Map())
          return weight > 0.05 ? [[other.slug, Math.round(weight * 1000) / 1000]] : []
        })
        .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
        .slice(0, most),
    ]),
  )
}
