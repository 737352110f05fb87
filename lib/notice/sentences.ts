import { lookUp } from '@/core/look-up'
import { paths } from '@/core/paths'
import { afterDays } from '@/core/time'
import { sentenceOfEvent } from '@/lib/user'
import type { Notice } from './queries'

/** Acts of moderation, as told to the author. */
const moderated: Record<string, string> = {
  keep: 'A moderator looked at it and left it as it is.',
  remove: 'A moderator removed it.',
  restore: 'A moderator brought it back.',
  publish: 'It is published.',
  reject: 'It was not published.',
  lock: 'A moderator locked it. It takes no new text and no edits.',
  'edit tags': 'A moderator changed its tags.',
  merge: 'A moderator merged it into one like it.',
  ban: 'You were banned for a time.',
  lift: 'Your ban was lifted before its time.',
  undo: 'What a moderator did was undone.',
  reveal: 'The operator looked up who wrote it.',
  'accept a tag': 'Moderators accepted the tag you proposed.',
  'decline a tag': 'Moderators declined the tag you proposed.',
}

/** The same, as told to the reporter. */
const reported: Record<string, string> = {
  keep: 'What you reported was looked at and left as it is.',
  remove: 'What you reported was removed.',
  lock: 'What you reported was locked.',
  'edit tags': 'What you reported has other tags now.',
  merge: 'What you reported was merged into one like it.',
  ban: 'Who wrote what you reported was banned for a time.',
  lift: 'A ban that came of your report was lifted before its time.',
  undo: 'What came of your report was undone.',
}

/** Returns the event of a notice in words. */
export function sentenceOf({ kind, bemoaning, act, said, amount, security }: Notice): string {
  if (kind === 'security') return sentenceOfEvent(security?.event ?? '')
  if (kind === 'moderated') return lookUp(moderated, act?.action ?? '') ?? 'A moderator acted.'
  if (kind === 'reported') return lookUp(reported, act?.action ?? '') ?? 'What you reported was decided.'
  if (kind === 'answer') return `${said?.author ?? 'Somebody'} answered you.`
  if (kind === 'comment') return `${said?.author ?? 'Somebody'} commented on it.`
  if (kind === 'milestone') return `${(amount ?? 0).toLocaleString('en')} people bemoan it too.`
  if (kind === 'fixed')
    return bemoaning?.fixedAt
      ? `Fixed ${afterDays(bemoaning.createdAt, bemoaning.fixedAt)}.`
      : 'It got fixed, and broke again.'
  if (kind === 'proposed') return 'Somebody says that it got fixed. You decide.'
  if (kind === 'declined') return 'Its people say that it is not fixed after all.'
  if (kind === 'published') return 'It waited, and now everybody can read it.'
  if (kind === 'damped')
    return 'Your votes go together with those of others more than chance explains. They are shown, and weigh nothing in any order.'
  if (kind === 'undamped') return 'Your votes weigh again in what comes first.'
  if (kind === 'rejected') return 'It was not published. Here is why.'
  return 'Your comment is the remedy.'
}

/** Returns a notice's URL: its subject, the page that says why that is gone, or the public log. */
export function addressOf({ kind, bemoaning, commentId, postSlug, act }: Notice): string {
  if (kind === 'security') return paths.access
  if (kind === 'damped' || kind === 'undamped') return paths.votesWeigh
  if (postSlug !== null && commentId !== null) return paths.postComment(postSlug, commentId)
  if (!bemoaning) return act ? paths.logEntry(act.id) : paths.inbox
  if (bemoaning.body === null) return paths.shortBemoaning(bemoaning.id)
  return commentId
    ? paths.comment(bemoaning.id, bemoaning.body, commentId)
    : paths.bemoaning(bemoaning.id, bemoaning.body)
}

/** Returns the removal that its author can appeal against, or null. */
export const appealable = ({ kind, act }: Notice): number | null =>
  kind === 'moderated' && act && !act.appealed && (act.action === 'remove' || act.action === 'reject')
    ? act.id
    : null
