/** How many random bemoanings a browser remembers, so that none comes twice. */
const most = 300

/** Parses the cookie with the ids of drawn bemoanings, newest first: base 36, dots between them. Skips what is not an id. */
export const drawnIds = (cookie: string): number[] =>
  cookie
    .split('.', most)
    .map((part) => (/^[0-9a-z]{1,10}$/.test(part) ? Number.parseInt(part, 36) : 0))
    .filter((id) => id > 0)

/** Returns the cookie's value after one more draw. */
export const drawnCookie = (id: number, before: readonly number[]): string =>
  [id, ...before]
    .slice(0, most)
    .map((each) => each.toString(36))
    .join('.')
