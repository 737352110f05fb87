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
  publish: 'A moderator published it.',
  reject: 'A moderator rejected it.',
  lock: 'A moderator locked it. Nobody can edit it or comment now.',
  'edit tags': 'A moderator changed its tags.',
  merge: 'A moderator merged it into a similar one.',
  ban: 'A moderator banned you for a while.',
  lift: 'A moderator lifted your ban early.',
  'remove line': 'A moderator removed the line on your page.',
  'restore line': 'A moderator put the line on your page back.',
  undo: 'A moderator’s action was undone.',
  reveal: 'The operator looked up its author.',
  'accept a tag': 'Moderators accepted the tag you proposed.',
  'decline a tag': 'Moderators declined the tag you proposed.',
}

/** The same, as told to the reporter. */
const reported: Record<string, string> = {
  keep: 'A moderator looked at your report and changed nothing.',
  remove: 'Your report led to a removal.',
  lock: 'A moderator locked the bemoaning you reported.',
  'edit tags': 'A moderator changed the tags of the bemoaning you reported.',
  merge: 'A moderator merged the bemoaning you reported into a similar one.',
  ban: 'Your report led to a ban.',
  lift: 'The ban after your report was lifted early.',
  'remove line': 'Your report led to the removal of a line on a page.',
  'restore line': 'A moderator put a line back on the page you reported.',
  undo: 'The decision on your report was undone.',
}

/** Returns the event of a notice in words. */
export function sentenceOf({ kind, bemoaning, act, said, amount, security }: Notice): string {
  if (kind === 'security') return sentenceOfEvent(security?.event ?? '')
  if (kind === 'moderated') return lookUp(moderated, act?.action ?? '') ?? 'A moderator acted.'
  if (kind === 'reported') return lookUp(reported, act?.action ?? '') ?? 'Your report was decided.'
  if (kind === 'answer') return `${said?.author ?? 'Somebody'} replied to you.`
  if (kind === 'comment') return `${said?.author ?? 'Somebody'} commented on it.`
  if (kind === 'mention') return `${said?.author ?? 'Somebody'} mentioned you.`
  if (kind === 'milestone') return `${(amount ?? 0).toLocaleString('en')} people bemoan it too.`
  if (kind === 'fixed')
    return bemoaning?.fixedAt
      ? `Fixed ${afterDays(bemoaning.createdAt, bemoaning.fixedAt)}.`
      : 'It got fixed and broke again.'
  if (kind === 'proposed') return 'Somebody says it got fixed. You decide.'
  if (kind === 'declined') return 'Your fix wasn’t confirmed: it isn’t fixed after all.'
  if (kind === 'published') return 'The jury published it. Everybody can read it now.'
  if (kind === 'damped')
    return 'Your votes look coordinated with those of others. We show them, but they don’t affect the ranking.'
  if (kind === 'undamped') return 'Your votes affect the ranking again.'
  if (kind === 'rejected') return 'The jury rejected it. Here is why.'
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

const removals = ['remove', 'reject', 'remove line']

/** Returns the removal that its author can appeal against, or null. */
export const appealable = ({ kind, act }: Notice): number | null =>
  kind === 'moderated' && act && !act.appealed && removals.includes(act.action) ? act.id : null
