import { z } from 'zod'
import { asked, bemoaning, list, thread } from '../answer'
import type { Site } from '../command'
import { runCommand } from '../run'
import { cardsOf, type Page, pageOf, type Subject, textPage } from './page'

/** Reads a list. @param path of the API, with its query */
export async function readList(site: Site, title: string, path: string): Promise<Page> {
  const { value } = await asked(site, list, { method: 'GET', path })
  return pageOf(title, cardsOf(value.items), value.next === null ? null : { path, after: value.next })
}

/** Adds the next page of a list to it. */
export async function readOn(site: Site, page: Page): Promise<void> {
  if (!page.more) return
  const { path, after } = page.more
  const { value } = await asked(site, list, {
    method: 'GET',
    path: `${path}&${new URLSearchParams({ after })}`,
  })
  page.subjects.push(...cardsOf(value.items))
  page.more = value.next === null ? null : { path, after: value.next }
}

/** Reads a bemoaning with its comments. */
export async function readThread(site: Site, id: number): Promise<Page> {
  const { value: card } = await asked(site, bemoaning, { method: 'GET', path: `/bemoanings/${id}` })
  const { value } = await asked(site, thread, { method: 'GET', path: `/bemoanings/${id}/comments` })
  return pageOf(`#${id}`, [
    { type: 'bemoaning', card },
    ...value.items.map((comment) => ({ type: 'comment', comment, on: id }) as const),
  ])
}

/** Draws a random bemoaning. */
export async function readRandom(site: Site): Promise<Page> {
  const { value } = await asked(site, bemoaning, { method: 'GET', path: '/bemoanings/random' })
  return readThread(site, value.id)
}

const waiting = z.object({ id: z.number(), body: z.string(), tags: z.array(z.string()) })

/** Reads the next bemoaning for a juror; null if none waits. */
export async function readForJury(site: Site): Promise<Subject | null> {
  const { value } = await asked(site, waiting.nullable(), { method: 'GET', path: '/jury/next' })
  return value && { type: 'pending', ...value }
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
