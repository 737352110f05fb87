import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { lookUp } from '@/core/look-up'
import type { Post } from '@/lib/blog'
import { frontMatter } from '@/lib/blog'
import { recipe as recipeSchema } from '@/lib/recipe'
import type { TagEntry } from '@/lib/tag'
import type { Faults } from './fault'
import { compileMarkdown } from './markdown'
import { Source } from './source'
import { readYaml } from './yaml-file'

const types: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.c': 'text/plain; charset=utf-8',
  '.sh': 'text/plain; charset=utf-8',
  '.py': 'text/plain; charset=utf-8',
}

/** Returns the files beside the text that readers get: pictures, and programs to try. */
function filesIn(folder: string): Post['files'] {
  const files: Post['files'] = {}
  for (const name of readdirSync(folder).sort()) {
    const type = lookUp(types, extname(name))
    if (type && /^[a-z0-9][a-z0-9.-]*$/.test(name))
      files[name] = { type, base64: readFileSync(join(folder, name)).toString('base64') }
  }
  return files
}

/** Splits off the front matter of a post, and counts its lines. */
function splitFrontMatter(text: string): { front: string; body: string; before: number } | null {
  const found = /^---\n([\s\S]*?)\n---\n/.exec(text)
  if (!found) return null
  return { front: found[1] ?? '', body: text.slice(found[0].length), before: found[0].split('\n').length - 1 }
}

function checkTags(
  names: readonly string[],
  tags: readonly TagEntry[],
  text: string,
  file: string,
  faults: Faults,
): void {
  for (const name of names) {
    if (tags.some((tag) => tag.name === name)) continue
    const line = text.split('\n').findIndex((one) => new RegExp(`\\b${name}\\b`).test(one)) + 1
    const meant = tags.find((tag) => tag.aliases.includes(name) || tag['merged-from'].includes(name))
    faults.add(
      file,
      Math.max(1, line),
      `Unknown tag “${name}”.${meant ? ` Use ${meant.name}.` : ' Add it to content/tags.yaml first.'}`,
    )
  }
  if (new Set(names).size < names.length) faults.add(file, 1, 'A tag is listed twice.')
}

export type Made = { post: Post; source: Source; draft: boolean }

/** Compiles one folder. @returns null if its front matter or its recipe is unusable */
export async function compilePost(
  folder: string,
  slug: string,
  file: string,
  tags: readonly TagEntry[],
  faults: Faults,
): Promise<Made | null> {
  const index = join(folder, 'index.md')
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || /^\d{4}$|^(tags|series)$/.test(slug)) {
    faults.add(file, 1, `“${slug}” can’t be the address of a post.`)
    return null
  }
  if (!existsSync(index)) {
    faults.add(file, 1, 'The post has no index.md.')
    return null
  }
  const text = readFileSync(index, 'utf8')
  const split = splitFrontMatter(text)
  if (!split) {
    faults.add(file, 1, 'A post must begin with front matter between two lines of ---.')
    return null
  }
  const front = readYaml(split.front, frontMatter, file, faults, 2)
  if (!front) return null
  checkTags(front.tags, tags, text, file, faults)
  for (const list of front.cures.tags) checkTags(list, tags, text, file, faults)
  const source = new Source(slug, file, folder, split.body, split.before, faults)
  const recipeFile = join(folder, 'recipe.yaml')
  const recipeName = file.replace(/index\.md$/, 'recipe.yaml')
  const recipe = existsSync(recipeFile)
    ? readYaml(readFileSync(recipeFile, 'utf8'), recipeSchema, recipeName, faults)
    : null
  if (existsSync(recipeFile) && !recipe) return null
  const { hasCode, hasWidget, ...made } = await compileMarkdown(source)
  const scripts: Post['scripts'] = []
  if (hasCode || made.html.includes('data-sort')) scripts.push('b')
  if (hasWidget) scripts.push('r')
  if (recipe) scripts.push('c')
  const { draft, ...said } = front
  const post: Post = {
    slug,
    ...said,
    ...made,
    markdown: split.body.trim(),
    scripts,
    files: filesIn(folder),
    recipe,
    alike: [],
  }
  return { post, source, draft }
}
