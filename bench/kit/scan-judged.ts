import type { Finding } from './scan'

/** Findings of scanners that were examined and are no fault, with the reason. Any other finding counts as one. */
export const judged: readonly { tool: string; what: RegExp; matches?: RegExp; why: string }[] = [
  {
    tool: 'wapiti',
    what: /^HTTP Secure Headers$/,
    matches: /X-XSS-Protection is not set/,
    why: 'No browser reads it any more, and those that did could be made to leak by it. The policy forbids every script but ours.',
  },
  {
    tool: 'wapiti',
    what: /^HTTP Secure Headers$/,
    matches: /Strict-Transport-Security is not set/,
    why: 'The scan speaks HTTP on loopback. With an https address every answer carries it: tests/http/https.test.ts.',
  },
  {
    tool: 'wapiti',
    what: /^Cross Site Request Forgery$/,
    matches: /Lack of anti CSRF token/,
    why: 'No form carries a token: each write has to come with the site’s own Origin, which wapiti was told to send. Without it all are 403: tests/http/csrf-matrix.test.ts.',
  },
  {
    tool: 'wapiti',
    what: /^Secure Flag cookie$/,
    why: 'The scan speaks HTTP on loopback. With an https address every cookie is Secure and __Host-: tests/http/https.test.ts.',
  },
  {
    tool: 'ffuf',
    what: /^there /,
    matches:
      /^\/(log|jury|inbox|saved|following|settings|settings\/leaving|reset|verify|unsubscribe|edit\/1|farewell|offline|embed\/b\/1|share\/1|why\/1|random|fortune|oembed|cases|cases\/votes|welcome|appeal\/ban|report) \d/,
    why: 'A page of the site; without an account, or without what it is about, it answers 401, 404 or 410.',
  },
  {
    tool: 'ffuf',
    what: /^there /,
    matches:
      /^\/(robots\.txt|sitemap\.xml|favicon\.ico|manifest\.webmanifest|opensearch\.xml|speculation\.json|(\.well-known\/)?security\.txt) \d/,
    why: 'Made for browsers and programs; says nothing that is not public.',
  },
  {
    tool: 'ffuf',
    what: /^there /,
    matches: /^\/api\/auth\/(session|providers) /,
    why: 'next-auth’s own: which providers there are, and an empty session, since sessions are the site’s own.',
  },
  {
    tool: 'ffuf',
    what: /^there /,
    matches: /^\/metrics /,
    why: 'The scan comes from this machine, which may read it. Through a proxy it is 403: tests/http/exposed.test.ts.',
  },
]

/** Returns why a finding is harmless; null when it has not been examined. */
export const excuse = (tool: string, { what, where, detail }: Finding): string | null =>
  judged.find(
    (one) => one.tool === tool && one.what.test(what) && (one.matches?.test(`${where} ${detail}`) ?? true),
  )?.why ?? null
