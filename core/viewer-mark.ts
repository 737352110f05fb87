import { sign } from './crypto'

/**
 * Returns a pseudonym for a user, by which a browser separates the data of different users. It is an HMAC, so it does
 * not reveal the user.
 * @param userId id in `users`
 * @returns 11 characters, base64url; the same for a user until `AUTH_SECRET` changes
 */
export const viewerMark = (userId: number): string => sign('viewer', String(userId)).slice(0, 11)
