import type { Role } from './vocabulary'

/** True for moderators and admins; false when not signed in. */
export const isModerator = <T extends { role: Role }>(who: T | null): who is T =>
  who !== null && who.role !== 'user'
