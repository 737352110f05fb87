import type { Post, Series } from '@/lib/blog'
import type { Faults } from './fault'

/** Reports unknown series, and parts that are missing or duplicate. */
export function checkSeries(
  posts: readonly Post[],
  series: readonly Series[],
  fileOf: (slug: string) => string,
  faults: Faults,
): void {
  const parts = new Map<string, Map<number, Post>>()
  for (const post of posts) {
    if (!post.series) continue
    const { id, part } = post.series
    if (!series.some((one) => one.id === id))
      faults.add(fileOf(post.slug), 1, `Unknown series “${id}”. Add it to content/series.yaml first.`)
    const taken = parts.get(id) ?? new Map<number, Post>()
    const other = taken.get(part)
    if (other) faults.add(fileOf(post.slug), 1, `${other.slug} is already part ${part} of “${id}”.`)
    taken.set(part, post)
    parts.set(id, taken)
  }
  for (const [id, taken] of parts)
    for (const [part, post] of taken)
      if (part > 1 && !taken.has(part - 1))
        faults.add(fileOf(post.slug), 1, `This is part ${part} of “${id}”, but part ${part - 1} is missing.`)
}
