import { sign } from './crypto'

/**
 * A mark for one person, by which a browser keeps apart what belongs to whom. It is keyed, so nobody can tell from it who
 * that is.
 * @param userId id in `users`
 * @returns 11 characters, base64url; the same for a person until `AUTH_SECRET` changes
 */
export const viewerMark = (userId: number): string => sign('viewer', String(userId)).slice(0, 11)
