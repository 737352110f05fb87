import type { z } from 'zod'
import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import type { Mine, NewCard, Permalink } from '@/lib/bemoaning'
import type { Comment } from '@/lib/comment'
import type { LogEntry } from '@/lib/moderation'
import type { Notice } from '@/lib/notice'
import { addressOf, sentenceOf } from '@/lib/notice'
import type { Tag } from '@/lib/tag'
import type { bemoaning, comment, tag } from './schemas'

/**
 * Returns a bemoaning as JSON. Undefined fields are omitted.
 * @param privileged true for the author and for moderators
 */
export const bemoaningJson = (
  card: NewCard,
  mine?: Mine,
  privileged = mine?.own ?? false,
): z.infer<typeof bemoaning> => ({
  id: card.id,
  url: absolute(paths.bemoaning(card.id, card.body)),
  body: card.body,
  details_html: card.detailsHtml || undefined,
  tags: card.tags,
  author: card.author,
  created_at: card.createdAt.toISOString(),
  edited_at: card.editedAt?.toISOString() ?? null,
  votes: card.votes,
  mine: mine?.vote ?? null,
  comments: card.comments,
  state: card.state,
  remedy: card.remedyId,
  status: privileged ? card.status : undefined,
})

export const commentJson = (said: Omit<Comment, 'art' | 'gone'>, mine = false): z.infer<typeof comment> => ({
  id: said.id,
  parent: said.parent,
  depth: said.depth,
  author: said.author,
  body: said.body,
  body_html: said.bodyHtml,
  votes: said.votes,
  mine,
  created_at: said.createdAt.toISOString(),
  edited_at: said.editedAt?.toISOString() ?? null,
  remedy: said.remedy,
})

export const tagJson = ({ name, label, description, count }: Tag): z.infer<typeof tag> => ({
  name,
  label,
  description,
  count,
})

const iso = (epoch: number): string => new Date(epoch * 1000).toISOString()

/** Returns the state of a bemoaning in the world as JSON. */
export function standingJson({ card, standing }: Permalink) {
  const { change, proposal, weeks, ending } = standing
  return {
    state: card.state,
    fixed_at: card.fixedAt?.toISOString() ?? null,
    change: change && { ...change, at: iso(change.at) },
    proposal: proposal && { ...proposal, at: iso(proposal.at) },
    bites: {
      people: card.votes.bemoan + 1,
      times: card.bites,
      last_at: card.bittenAt?.toISOString() ?? null,
      weeks: weeks.map(([week, times]) => ({ begins: iso(week * 604_800).slice(0, 10), times })),
    },
    ending: ending && { ...ending, at: iso(ending.at) },
  }
}

export const noticeJson = (notice: Notice) => ({
  id: notice.id,
  kind: notice.kind,
  bemoaning: notice.bemoaning?.id ?? null,
  comment: notice.commentId,
  author: notice.said?.author ?? null,
  amount: notice.amount,
  act: notice.act && { id: notice.act.id, action: notice.act.action, reason: notice.act.reason },
  security: notice.security && { ...notice.security, sentence: sentenceOf(notice) },
  url: absolute(addressOf(notice)),
  created_at: notice.createdAt.toISOString(),
  unread: notice.unread,
})

/** Returns a row of the public log as JSON. */
export const logJson = ({
  id,
  action,
  reason,
  by,
  moderator,
  subject,
  into,
  undoes,
  createdAt,
}: LogEntry) => ({
  id,
  url: absolute(paths.logEntry(id)),
  action,
  reason,
  by,
  moderator,
  subject,
  into,
  undoes,
  created_at: createdAt.toISOString(),
})
