import { paths } from '@/core/paths'
import { absolute, siteTitle } from '@/core/site'
import { blogAuthor, elsewhere, type Post } from '@/lib/blog'
import { type AskedRecipe, recipeHtml, recipeMarkdown } from '@/lib/recipe'
import { width, wrap } from '@/text/wrap'
import type { FeedEntry } from './feeds'

/** A list of posts, or a single post, for the machine-readable formats. */
export type BlogDocument = {
  title: string
  description: string
  path: string
  self: string
  next: string | null
  posts: readonly Post[]
}

export const updatedOf = (post: Post): Date => new Date(post.updated ?? post.publishAt)

/** Returns the post as HTML with absolute URLs, so it can be shown on any site. */
const wholeHtml = (post: Post): string =>
  ((post.recipe ? recipeHtml(post.recipe) : '') + post.feedHtml).replaceAll(elsewhere, absolute(''))

export const postEntry = (post: Post): FeedEntry => ({
  id: paths.post(post.slug),
  title: post.title,
  href: paths.post(post.slug),
  published: new Date(post.publishAt),
  updated: updatedOf(post),
  author: blogAuthor,
  categories: post.tags,
  html: wholeHtml(post),
})

/** JSON Feed 1.1. */
export const jsonFeed = ({ title, description, path, self, next, posts }: BlogDocument) => ({
  version: 'https://jsonfeed.org/version/1.1',
  title: `${title} · ${siteTitle}`,
  home_page_url: absolute(path),
  feed_url: absolute(self),
  ...(next ? { next_url: absolute(next) } : {}),
  description,
  icon: absolute('/icon-512.png'),
  language: 'en',
  authors: [{ name: blogAuthor.name, url: absolute(blogAuthor.href) }],
  items: posts.map((post) => ({
    id: absolute(paths.post(post.slug)),
    url: absolute(paths.post(post.slug)),
    title: post.title,
    summary: post.description,
    content_html: wholeHtml(post),
    image: absolute(paths.postPicture(post.slug)),
    date_published: post.publishAt,
    date_modified: post.updated ?? post.publishAt,
    tags: post.tags,
    authors: [{ name: blogAuthor.name, url: absolute(blogAuthor.href) }],
  })),
})

const day = (time: string): string => time.slice(0, 10)

/** The line above a post: its dates, tags and address. */
const headOf = (post: Post): string =>
  [
    day(post.publishAt),
    ...(post.updated ? [`updated ${day(post.updated)}`] : []),
    post.tags.join(', '),
    absolute(paths.post(post.slug)),
  ].join(' · ')

const originOf = ({ origin }: Post): string => (origin ? `After ${origin.what}, ${origin.date}.` : '')

/** Returns a post as Markdown: its source, below a head. A recipe is given as asked for. */
export const postMarkdown = (post: Post, asked: AskedRecipe = {}): string =>
  [
    `# ${post.title}`,
    post.description,
    `*${headOf(post)}*`,
    ...(post.origin ? [originOf(post)] : []),
    ...(post.recipe ? [recipeMarkdown(post.recipe, asked)] : []),
    post.markdown,
    ...post.changelog.map(({ date, text }) => `Changed ${date}: ${text}`),
  ].join('\n\n')

/** Returns a post as plain text, 76 columns wide. A recipe is given as asked for. */
export const postText = (post: Post, asked: AskedRecipe = {}): string =>
  [
    `${post.title}\n${'#'.repeat(Math.min(76, width(post.title)))}`,
    wrap(post.description, 76).join('\n'),
    wrap(headOf(post), 76).join('\n'),
    ...(post.origin ? [originOf(post)] : []),
    ...(post.recipe ? [wrap(recipeMarkdown(post.recipe, asked).replaceAll('**', ''), 76).join('\n')] : []),
    post.text,
    ...post.changelog.map(({ date, text }) => wrap(`Changed ${date}: ${text}`, 76).join('\n')),
  ].join('\n\n')

/** Returns a list as plain text or Markdown. */
export function listText({ title, description, next, posts }: BlogDocument, markdown: boolean): string {
  const items = posts.map((post) =>
    markdown
      ? `- [${post.title}](${absolute(paths.post(post.slug))}), ${day(post.publishAt)}: ${post.description}`
      : [
          post.title,
          ...wrap(post.description, 74).map((line) => `  ${line}`),
          `  ${day(post.publishAt)} · ${post.tags.join(', ')}`,
          `  ${absolute(`${paths.post(post.slug)}.txt`)}`,
        ].join('\n'),
  )
  return [
    markdown ? `# ${title}` : `${title} · ${siteTitle}`,
    description,
    ...(markdown ? [items.join('\n')] : items),
    ...(next ? [`More: ${absolute(next)}`] : []),
  ].join('\n\n')
}
