import type { Role } from './vocabulary'

/** Whether somebody moderates here, as a moderator or as an admin; nobody, when nobody is signed in. */
export const isModerator = <T extends { role: Role }>(who: T | null): who is T =>
  who !== null && who.role !== 'user'
