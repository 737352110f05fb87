/** The closed word lists that tables, code, URLs and pages share (see the glossary in docs/architecture.md). */
export const statuses = ['pending', 'published', 'rejected', 'removed'] as const
export type Status = (typeof statuses)[number]

export const states = ['broken', 'workaround', 'fixed'] as const
export type State = (typeof states)[number]

export const roles = ['user', 'moderator', 'admin'] as const
export type Role = (typeof roles)[number]

export const windows = ['day', 'week', 'month', 'year', 'all'] as const
export type Window = (typeof windows)[number]

/** What became of "it got fixed". */
export const proposalOutcomes = ['open', 'confirmed', 'declined', 'overtaken'] as const

/** What people are told of: see lib/notice/sentences.ts for the sentences. */
export const noticeKinds = [
  'fixed',
  'proposed',
  'declined',
  'remedy',
  'published',
  'rejected',
  'moderated',
  'reported',
  'damped',
  'undamped',
  'answer',
  'comment',
  'milestone',
  'security',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What an API token may do: `account` is export, leaving, settings and credentials. */
export const tokenScopes = ['read', 'write', 'account'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** What a juror says of a pending bemoaning, and what the jury makes of it. */
export const verdicts = ['publish', 'reject'] as const
export type Verdict = (typeof verdicts)[number]

/**
 * Why a bemoaning is before the jury: it is new, its text changed while it waited, an edit took it back from the
 * public, or its author appealed.
 */
export const juryOpenings = ['posted', 'edited', 'returned', 'appeal'] as const
export type JuryOpening = (typeof juryOpenings)[number]

/** Who ended a round of the jury; `author` took the text back or changed it. */
export const jurySettlers = ['jury', 'moderator', 'author'] as const
export type JurySettler = (typeof jurySettlers)[number]

/** Who is behind a row of the public log. */
export const moderationActors = ['moderator', 'operator', 'jury'] as const
export type ModerationActor = (typeof moderationActors)[number]

/** What can be reported, and so become a case. */
export const subjectTypes = ['bemoaning', 'comment', 'user'] as const
export type SubjectType = (typeof subjectTypes)[number]

export const caseStatuses = ['open', 'decided'] as const

/** What happens to a case, in its history. */
export const caseEventKinds = ['claim', 'release', 'note', 'decision', 'undo', 'appeal'] as const
export type CaseEventKind = (typeof caseEventKinds)[number]

/** What somebody may want of a tag. */
export const tagChoices = ['follow', 'mute'] as const
export type TagChoice = (typeof tagChoices)[number]

/** How much of a thread somebody wants to be told of. */
export const watchLevels = ['all', 'replies', 'off'] as const
export type WatchLevel = (typeof watchLevels)[number]

/** How people are told of something outside the site, and what became of it. */
export const deliveryChannels = ['mail', 'push'] as const
export type DeliveryChannel = (typeof deliveryChannels)[number]
export const deliveryStatuses = ['waiting', 'sent', 'failed'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]
