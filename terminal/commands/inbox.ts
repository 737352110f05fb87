import { z } from 'zod'
import { lookUp } from '@/core/look-up'
import { plural } from '@/core/plural'
import { ago } from '@/core/time'
import type { NoticeKind } from '@/core/vocabulary'
import { visible } from '@/text/visible'
import { wrap } from '@/text/wrap'
import { asked } from '../answer'
import type { Command } from '../command'

const notice = z.object({
  id: z.number(),
  kind: z.string(),
  bemoaning: z.number().nullable(),
  author: z.string().nullable(),
  amount: z.number().nullable(),
  act: z.object({ action: z.string(), reason: z.string() }).nullable(),
  security: z.object({ sentence: z.string() }).nullable(),
  url: z.string(),
  created_at: z.string(),
  unread: z.boolean(),
})
type Notice = z.infer<typeof notice>
/** A page of the inbox. */
export const noticeList = z.object({ items: z.array(notice) })

/** What each kind of notice says about `#1024`. */
const sentences: Record<NoticeKind, (notice: Notice, it: string) => string> = {
  fixed: (_, it) => `${it} got fixed.`,
  proposed: ({ author }, it) => `${author ?? 'Somebody'} says that ${it} got fixed. Confirm it, or don’t.`,
  declined: (_, it) => `The author of ${it} says that it isn’t fixed.`,
  remedy: (_, it) => `Your comment is the remedy of ${it}.`,
  published: (_, it) => `The jury has published ${it}.`,
  rejected: (_, it) => `The jury hasn’t published ${it}.`,
  moderated: ({ act }, it) => `A moderator: ${act?.action ?? 'act'} (${it}). ${act?.reason ?? ''}`,
  reported: (_, it) => `Your report about ${it} was decided.`,
  damped: () => 'Your votes don’t count in the ranking at the moment.',
  undamped: () => 'Your votes count again.',
  answer: ({ author }, it) => `${author ?? 'Somebody'} replied to you on ${it}.`,
  comment: ({ author }, it) => `${author ?? 'Somebody'} commented on ${it}.`,
  milestone: ({ amount }, it) => `${plural(amount ?? 0, 'person', 'people')} bemoan ${it} too.`,
  security: ({ security }) => security?.sentence ?? 'Something about how you sign in has changed.',
  mention: ({ author }, it) => `${author ?? 'Somebody'} mentioned you on ${it}.`,
}

/** Says what a notice is about. */
export const sentenceOf = (each: Notice): string => {
  const it = each.bemoaning === null ? 'a text of yours' : `#${each.bemoaning}`
  return lookUp(sentences, each.kind)?.(each, it) ?? each.url
}

/** The command that prints the inbox. */
export const inboxCommand: Command = {
  name: 'inbox',
  usage: '',
  summary: 'What happened around your texts, the newest first.',
  takes: [0, 0],
  run: async (site, _, { columns }) => {
    const { data, value } = await asked(site, noticeList, { method: 'GET', path: '/me/notices' })
    const lines = value.items.flatMap((each) => [
      ...wrap(visible(`${each.unread ? '• ' : '  '}${sentenceOf(each)}`), columns),
      `  ${ago(new Date(each.created_at))}`,
      '',
    ])
    return { data, lines: lines.length > 0 ? lines : ['Nothing yet.'] }
  },
}
