import type { NoticeKind } from '@/core/vocabulary'

/** The categories of the inbox, with their labels and kinds of notices. */
export const noticeCategories = {
  answers: { label: 'Replies', kinds: ['answer', 'comment', 'mention'] },
  yours: {
    label: 'Votes and fixes',
    kinds: ['milestone', 'fixed', 'proposed', 'declined', 'remedy', 'published', 'rejected'],
  },
  account: { label: 'Your account', kinds: ['security'] },
  moderation: { label: 'Moderation', kinds: ['moderated', 'reported', 'damped', 'undamped'] },
} as const satisfies Record<string, { label: string; kinds: readonly NoticeKind[] }>

export type NoticeCategory = keyof typeof noticeCategories
export const noticeCategoryNames = Object.keys(noticeCategories) as NoticeCategory[]

/** Returns the category of that name; undefined if there is none. */
export const categoryNamed = (name: string | null): NoticeCategory | undefined =>
  noticeCategoryNames.find((known) => known === name)
