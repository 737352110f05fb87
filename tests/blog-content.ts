import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A post for a test; fields left out get plain defaults. */
export type TestPost = {
  slug: string
  front?: Record<string, unknown>
  body?: string
  files?: Record<string, string>
}

const front = (post: TestPost): Record<string, unknown> => ({
  title: `About ${post.slug}`,
  description: `A post of a test that is about ${post.slug} and nothing else.`,
  publishAt: '2026-01-02T03:04Z',
  tags: ['xen'],
  ...post.front,
})

const tags = `
- { name: xen, label: Xen, description: Machines., aliases: [xen-project] }
- { name: ssh, label: SSH, description: Keys. }
- { name: soup, label: Soup, description: It scales., aliases: [soups], merged-from: [broth], for: blog }
- { name: recipe, label: Recipes, description: Food., for: blog }
- { name: ci, label: CI, description: Machines elsewhere. }
`

/** Writes a content folder. @returns its path and a function that removes it */
export function contentFolder(posts: readonly TestPost[], series = ''): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'content-'))
  writeFileSync(join(path, 'tags.yaml'), tags)
  writeFileSync(join(path, 'series.yaml'), series || '- { id: tips, label: Tips, description: Some. }\n')
  for (const post of posts) {
    const folder = join(path, 'blog', post.slug)
    mkdirSync(folder, { recursive: true })
    const lines = Object.entries(front(post)).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    writeFileSync(join(folder, 'index.md'), `---\n${lines.join('\n')}\n---\n${post.body ?? 'Text.\n'}`)
    for (const [name, text] of Object.entries(post.files ?? {})) writeFileSync(join(folder, name), text)
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
