/** The enumerations that tables, code, URLs and pages share (see the glossary in docs/architecture.md). */
export const statuses = ['pending', 'published', 'rejected', 'removed'] as const
export type Status = (typeof statuses)[number]

export const states = ['broken', 'workaround', 'fixed'] as const
export type State = (typeof states)[number]

export const roles = ['user', 'moderator', 'admin'] as const
export type Role = (typeof roles)[number]

export const windows = ['day', 'week', 'month', 'year', 'all'] as const
export type Window = (typeof windows)[number]

/** Outcomes of a proposal that something got fixed. */
export const proposalOutcomes = ['open', 'confirmed', 'declined', 'overtaken'] as const

/** Kinds of notices; lib/notice/sentences.ts has their sentences. */
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
  'mention',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Scopes of an API token: `account` is export, leaving, settings and credentials. */
export const tokenScopes = ['read', 'write', 'account'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** A juror's verdict on a pending bemoaning, and the jury's. */
export const verdicts = ['publish', 'reject'] as const
export type Verdict = (typeof verdicts)[number]

/**
 * Why a bemoaning is before the jury: it is new, its text changed while it waited, an edit made it pending again, or
 * its author appealed.
 */
export const juryOpenings = ['posted', 'edited', 'returned', 'appeal'] as const
export type JuryOpening = (typeof juryOpenings)[number]

/** Who ended a round of the jury; `author` deleted or changed the text. */
export const jurySettlers = ['jury', 'moderator', 'author'] as const
export type JurySettler = (typeof jurySettlers)[number]

/** The actor of a row in the public log. */
export const moderationActors = ['moderator', 'operator', 'jury'] as const
export type ModerationActor = (typeof moderationActors)[number]

/** Things that can be reported and so become a case. */
export const subjectTypes = ['bemoaning', 'comment', 'user'] as const
export type SubjectType = (typeof subjectTypes)[number]

export const caseStatuses = ['open', 'decided'] as const

/** Events in the history of a case. */
export const caseEventKinds = ['claim', 'release', 'note', 'decision', 'undo', 'appeal'] as const
export type CaseEventKind = (typeof caseEventKinds)[number]

/** A user's choice for a tag. */
export const tagChoices = ['follow', 'mute'] as const
export type TagChoice = (typeof tagChoices)[number]

/** Outcomes of a proposed tag; `withdrawn` when the proposer deleted it, or left. */
export const tagOutcomes = ['open', 'accepted', 'declined', 'withdrawn'] as const
export type TagOutcome = (typeof tagOutcomes)[number]

/** Which comments of a thread a user is notified about. */
export const watchLevels = ['all', 'replies', 'off'] as const
export type WatchLevel = (typeof watchLevels)[number]

/** Channels for notices outside the site, and their delivery statuses. */
export const deliveryChannels = ['mail', 'push'] as const
export type DeliveryChannel = (typeof deliveryChannels)[number]
export const deliveryStatuses = ['waiting', 'sent', 'failed'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]
