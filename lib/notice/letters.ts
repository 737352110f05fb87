import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { absolute, siteName } from '@/core/site'
import type { Card } from '@/lib/bemoaning'
import { findPost } from '@/lib/blog'
import {
  compose,
  type Letter,
  link,
  type MailKind,
  type Piece,
  quote,
  rule,
  unsubscribeAddress,
  words,
} from '@/lib/delivery'
import { plainText } from '@/text/excerpt'
import { mailedAddress } from './mailed'
import type { Notice } from './queries'
import { sentenceOf } from './sentences'

type To = { id: number; handle: string; email: string }

/** Shortens a text to one line, for a subject. */
const inOneLine = (text: string, most: number): string => {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`
}

const chosen = (to: To, kind: MailKind, subject: string, why: string, pieces: readonly Piece[]): Letter => {
  const unsubscribe = unsubscribeAddress(to.id, kind)
  return {
    to: to.email,
    unsubscribe,
    ...compose(subject, [
      words(`Hello ${to.handle},`),
      ...pieces,
      rule,
      words(why),
      link('Stop these emails with one click', unsubscribe),
    ]),
  }
}

/** Returns the conversation of a notice, and the subject that all its emails have: clients thread by both. */
function threadOf({ bemoaning, postSlug }: Notice): { thread: string; subject: string } | null {
  if (bemoaning)
    return {
      thread: `bemoaning-${bemoaning.id}`,
      subject: `Re: #${bemoaning.id} ${inOneLine(bemoaning.body ?? '', 60)}`.trimEnd(),
    }
  return postSlug === null
    ? null
    : { thread: `post-${postSlug}`, subject: `Re: ${findPost(postSlug)?.title ?? postSlug}` }
}

/** Writes the email about a comment or a reply, with its text. */
export function replyMail(to: To, notice: Notice): Letter {
  const { said, bemoaning, postSlug } = notice
  const post = postSlug === null ? null : (findPost(postSlug)?.title ?? postSlug)
  const about = bemoaning
    ? [words(`${sentenceOf(notice)} It is about #${bemoaning.id}:`), quote(bemoaning.body ?? '')]
    : [words(`${sentenceOf(notice)}${post ? ` It is about the post “${post}”.` : ''}`)]
  const { thread, subject } = threadOf(notice) ?? {}
  const letter = chosen(
    to,
    'replies',
    subject ?? sentenceOf(notice).replace(/\.$/, ''),
    `You get this because you asked ${siteName} to email you replies at once.`,
    [
      ...about,
      words(`${said?.author ?? 'Somebody'} says:`),
      quote(plainText(said?.body ?? '')),
      link('Read it in its thread, or reply', mailedAddress(notice)),
    ],
  )
  return thread ? { ...letter, thread } : letter
}

/** Writes a week's digest: the best of what the user follows, and their unread notices. */
export function digestMail(
  to: To,
  { cards, follows, unread }: { cards: readonly Card[]; follows: boolean; unread: number },
): Letter {
  const first = cards[0]
  return chosen(
    to,
    'digest',
    first ? `This week: ${inOneLine(first.body, 60)}` : `Your week at ${siteName}`,
    `You get this once a week because you asked ${siteName} for it.`,
    [
      ...(unread > 0
        ? [link(`${plural(unread, 'thing is', 'things are')} new in your inbox`, absolute(paths.inbox))]
        : []),
      ...(cards.length > 0
        ? [words(follows ? 'The best of what you follow, this week:' : 'This week’s most shared bemoanings:')]
        : []),
      ...cards.flatMap((card) => [
        quote(
          card.body,
          `${card.author ?? 'anonymous'} · ${card.tags.join(', ')} · ${card.votes.bemoan} bemoan this too`,
        ),
        link(`#${card.id}`, absolute(paths.bemoaning(card.id, card.body))),
      ]),
    ],
  )
}
