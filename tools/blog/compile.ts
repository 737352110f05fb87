import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { BlogIndex, Post } from '@/lib/blog'
import { tagEntry } from '@/lib/tag'
import { alike } from './alike'
import { type ContentFault, Faults } from './fault'
import { checkLinks } from './links'
import { compilePost, type Made } from './post'
import { checkSeries } from './series'
import { readYaml } from './yaml-file'

const seriesEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  label: z.string(),
  description: z.string(),
})

function readList<S extends z.ZodType>(
  content: string,
  name: string,
  schema: S,
  faults: Faults,
): z.infer<S>[] {
  const path = join(content, name)
  return existsSync(path)
    ? (readYaml(readFileSync(path, 'utf8'), z.array(schema), `content/${name}`, faults) ?? [])
    : []
}

/** Checks that each tag name and alias belongs to one tag. */
function checkNames(tags: readonly z.infer<typeof tagEntry>[], faults: Faults): void {
  const owner = new Map<string, string>()
  for (const tag of tags)
    for (const name of [tag.name, ...tag.aliases, ...tag['merged-from']]) {
      const other = owner.get(name)
      if (other) faults.add('content/tags.yaml', 1, `“${name}” belongs to ${other} and to ${tag.name}.`)
      owner.set(name, tag.name)
    }
}

export type CompiledBlog = { index: BlogIndex; faults: ContentFault[] }

/**
 * Compiles the whole blog. Drafts are checked like other posts and then left out.
 * @param content the folder with tags.yaml, series.yaml and blog/
 */
export async function compileBlog(content = 'content'): Promise<CompiledBlog> {
  const faults = new Faults()
  const tags = readList(content, 'tags.yaml', tagEntry, faults)
  const series = readList(content, 'series.yaml', seriesEntry, faults)
  checkNames(tags, faults)
  const blog = join(content, 'blog')
  const slugs = existsSync(blog)
    ? readdirSync(blog)
        .filter((name) => statSync(join(blog, name)).isDirectory())
        .sort()
    : []
  const fileOf = (slug: string): string => `content/blog/${slug}/index.md`
  const made: Made[] = []
  for (const slug of slugs) {
    const one = await compilePost(join(blog, slug), slug, fileOf(slug), tags, faults)
    if (one) made.push(one)
  }
  const posts: Post[] = made.filter(({ draft }) => !draft).map(({ post }) => post)
  checkSeries(posts, series, fileOf, faults)
  const known = { posts: new Map(posts.map((post) => [post.slug, post])), tags, series }
  for (const { source, post } of made) checkLinks(source, post, known)
  const weights = alike(posts)
  return {
    index: { posts: posts.map((post) => ({ ...post, alike: weights.get(post.slug) ?? [] })), tags, series },
    faults: faults.found,
  }
}
