import { z } from 'zod'
import { paths } from '@/core/paths'
import { asked, type Bemoaning, bemoaning, list, thread } from '../answer'
import type { Site } from '../command'
import { noticeList, sentenceOf } from '../commands/inbox'
import { readText } from '../commands/reading'
import { runCommand } from '../run'
import { append, type Page, pageOf, type Subject, textPage } from './page'

/** Returns subjects for cards, with what their authors' randomarts are drawn from. */
async function cardsOf(site: Site, cards: readonly Bemoaning[]): Promise<Subject[]> {
  const handles = [...new Set(cards.flatMap(({ author }) => author ?? []))]
  const digests = handles.length > 0 ? await site.faces?.(handles) : undefined
  return cards.map((card) => ({
    type: 'bemoaning',
    card,
    digest: (card.author && digests?.get(card.author)) || null,
  }))
}

/** Reads a list. @param path of the API, with its query */
export async function readList(site: Site, title: string, path: string): Promise<Page> {
  const { value } = await asked(site, list, { method: 'GET', path })
  const more = value.next === null ? null : { path, after: value.next }
  return pageOf(title, await cardsOf(site, value.items), more)
}

/** Adds the next page of a list to it. */
export async function readOn(site: Site, page: Page): Promise<void> {
  if (!page.more) return
  const { path, after } = page.more
  const { value } = await asked(site, list, {
    method: 'GET',
    path: `${path}&${new URLSearchParams({ after })}`,
  })
  append(page, await cardsOf(site, value.items))
  page.more = value.next === null ? null : { path, after: value.next }
}

/** Reads a bemoaning with its comments. */
export async function readThread(site: Site, id: number): Promise<Page> {
  const { value: card } = await asked(site, bemoaning, { method: 'GET', path: `/bemoanings/${id}` })
  const { value } = await asked(site, thread, { method: 'GET', path: `/bemoanings/${id}/comments` })
  return pageOf(`#${id}`, [
    ...(await cardsOf(site, [card])),
    ...value.items.map((comment) => ({ type: 'comment', comment, on: id }) as const),
  ])
}

/** Draws a random bemoaning. */
export async function readRandom(site: Site): Promise<Page> {
  const { value } = await asked(site, bemoaning, { method: 'GET', path: '/bemoanings/random' })
  return readThread(site, value.id)
}

const similar = z.object({ items: z.array(bemoaning) })

/** Finds published texts like one that is about to be sent, at most three. */
export async function readSimilar(site: Site, body: string): Promise<Bemoaning[]> {
  const query = new URLSearchParams({ body: body.slice(0, 4_000) })
  const { value } = await asked(site, similar, { method: 'GET', path: `/bemoanings/similar?${query}` })
  return value.items.slice(0, 3)
}

const tagList = z.object({ items: z.array(z.object({ name: z.string(), label: z.string() })) })

/** Reads the names of all tags. */
export async function readTags(site: Site): Promise<string[]> {
  const { value } = await asked(site, tagList, { method: 'GET', path: '/tags' })
  return value.items.map(({ name }) => name)
}

const waiting = z.object({ id: z.number(), body: z.string(), tags: z.array(z.string()) })

/** Reads the next bemoaning for a juror; null if none waits. */
export async function readForJury(site: Site): Promise<Subject | null> {
  const { value } = await asked(site, waiting.nullable(), { method: 'GET', path: '/jury/next' })
  return value && { type: 'pending', ...value }
}

/** Reads the inbox; what is selected there leads to its thread. */
export async function readInbox(site: Site): Promise<Page> {
  const { value } = await asked(site, noticeList, { method: 'GET', path: '/me/notices' })
  return pageOf(
    'Inbox',
    value.items.map((notice) => ({
      type: 'link',
      text: `${notice.unread ? '• ' : '  '}${sentenceOf(notice)}`,
      to: notice.bemoaning === null ? null : { thread: notice.bemoaning },
    })),
  )
}

const feed = z.object({
  items: z.array(z.object({ title: z.string(), url: z.string(), summary: z.string().optional() })),
})

/** Reads the list of posts. */
export async function readPosts(site: Site): Promise<Page> {
  const { status, body } = await site.text(`${paths.blog}.json?limit=100`)
  const posts = status === 200 ? feed.parse(JSON.parse(body)).items : []
  return pageOf(
    'Blog',
    posts.map(({ title, url, summary }) => ({
      type: 'link',
      text: `${title}\n${summary ?? ''}\n`,
      to: { post: new URL(url).pathname.split('/').at(-1) ?? '' },
    })),
  )
}

/** Reads a post. @param servings of a recipe; undefined: as it was written */
export async function readPost(site: Site, slug: string, columns: number, servings?: number): Promise<Page> {
  const query = servings === undefined ? '' : `?servings=${servings}`
  const lines = await readText(site, `${paths.post(encodeURIComponent(slug))}.txt${query}`, columns)
  return { ...textPage('Blog', lines), post: slug }
}

/** Runs a command and shows what it prints. */
export async function readCommand(
  site: Site,
  title: string,
  words: readonly string[],
  columns: number,
): Promise<Page> {
  let said = ''
  const print = (text: string) => {
    said += text
  }
  await runCommand(words, { site, columns, input: async () => '', print, complain: print })
  return textPage(title, said.trimEnd().split('\n'))
}
