/** Headers that might mislead a server about itself, or make a cache mix up two responses. */
export const headerSets: Record<string, string>[] = [
  {},
  { Host: 'evil.example' },
  { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https', Forwarded: 'host=evil.example' },
  { 'X-Forwarded-For': '1.2.3.4, evil.example', 'X-Real-IP': '1.2.3.4' },
  { 'X-Middleware-Subrequest': 'middleware:middleware:middleware', 'X-Middleware-Rewrite': '/settings' },
  { 'Next-Resume': '1', 'X-Now-Route-Matches': '1=settings', 'X-Matched-Path': '/settings' },
  {
    RSC: '1',
    'Next-Router-State-Tree': '%5B%22%22%5D',
    'Next-Router-Prefetch': '1',
    'Next-Url': '/settings',
  },
  {
    'Next-Action': 'a'.repeat(40),
    'X-Nextjs-Data': '1',
    'X-Invoke-Path': '/settings',
    'X-Invoke-Status': '500',
  },
  { 'X-Original-URL': '/settings', 'X-Rewrite-URL': '/settings', 'X-HTTP-Method-Override': 'POST' },
  { Accept: 'text/x-component' },
  { Accept: 'application/json' },
  { Accept: 'text/plain' },
  { Accept: '*/*', 'User-Agent': 'curl/8.5.0' },
  { Range: 'bytes=0-10' },
  { Range: 'bytes=0-10,20-30', 'If-Range': '"x"' },
  { 'If-None-Match': '*' },
  { 'If-None-Match': 'W/"x"' },
  { 'If-Modified-Since': new Date().toUTCString() },
  { Authorization: 'Bearer ibt_nope' },
  { Authorization: 'Basic eDp5' },
  { 'Accept-Encoding': 'br' },
  { 'Accept-Encoding': 'gzip;q=0.5, br;q=0' },
  { 'Cache-Control': 'no-cache', Pragma: 'no-cache' },
  { Purpose: 'prefetch', 'Sec-Purpose': 'prefetch' },
  { 'Accept-Language': 'evil.example', Origin: 'https://evil.example', Referer: 'https://evil.example/' },
]

/** Queries that pages do not know, and some that they do. */
export const queries =
  ' ? ?x=1 ?_rsc=1abc ?nxtPhandle=other ?__nextDataReq=1 ?utm_source=a ?sort=new ?theme=dark ?limit=5'.split(
    ' ',
  )

/** Requests as another site's page, an opaque origin, or a client that hides its origin would send them. */
export const foreign: [what: string, headers: Record<string, string>][] = [
  ['no Origin', {}],
  ['another Origin', { Origin: 'https://evil.example' }],
  ['another port', { Origin: 'http://127.0.0.1:1' }],
  ['https instead', { Origin: 'https://127.0.0.1' }],
  ['Origin null', { Origin: 'null' }],
  ['an empty Origin', { Origin: '' }],
  ['cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['same-site', { 'Sec-Fetch-Site': 'same-site' }],
  ['typed by hand', { 'Sec-Fetch-Site': 'none' }],
  ['both, but another Origin', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' }],
  ['a Referer of another', { Referer: 'https://evil.example/SELF/' }],
  ['a Referer that begins like ours', { Referer: 'SELF.evil.example/' }],
  ['an empty Referer', { Referer: '' }],
  ['ours, by a Referer of another', { Origin: 'SELF', Referer: 'https://evil.example/' }],
  ['ours, but cross-site', { Origin: 'SELF', 'Sec-Fetch-Site': 'cross-site' }],
  ['a Referer of ours, but cross-site', { Referer: 'SELF/', 'Sec-Fetch-Site': 'cross-site' }],
  [
    'a Host to match',
    { Origin: 'http://evil.example', Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' },
  ],
  ['two Origins', { Origin: 'SELF, https://evil.example' }],
  ['ours and more', { Origin: 'SELF.evil.example' }],
  ['ours with a path', { Origin: 'SELF/' }],
]

const password = 'a sentence that nobody guesses'

/** Valid input for each form, so that a request that got through would change something. */
export const formInputs: Record<string, Record<string, string>> = {
  '/signup': { handle: 'smuggled', password },
  '/signin': { handle: 'smuggled', password },
  '/signin/ssh': { handle: 'smuggled', nonce: 'x', signature: 'x' },
  '/forgot': { email: 'a@example.org' },
  '/reset': { token: 'x', password },
  '/verify': { token: 'x' },
  '/theme': { theme: 'dark' },
  '/density': { density: 'compact' },
  '/settings/about': { about: 'Smuggled.' },
  follow: { on: '1' },
  '/settings/password': { current: '', next: password },
  '/settings/email': { email: 'a@example.org' },
  '/settings/keys': {
    key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2X1Q0b3y2bQnJ8wE0R4x8yX9o0Yv6y7P1yJm0uXb3c',
  },
  '/settings/keys/delete': { id: '1' },
  '/settings/tokens': { name: 'smuggled', scopes: 'read' },
  '/settings/tokens/delete': { id: '1' },
  '/settings/sessions/end': { id: 'others' },
  '/submit': { body: 'Twenty letters that another site sends.', tags: 'ci' },
  '/tags/propose': { name: 'smuggled', label: 'Smuggled', why: 'Another site sends it.' },
  accept: {
    name: 'smuggled',
    label: 'Smuggled',
    description: 'Another site sends it.',
    aliases: '',
    reason: 'smuggled',
  },
  decline: { reason: 'smuggled' },
  vote: { kind: 'bemoan' },
  edit: { body: 'Twenty letters that another site sends.' },
  save: { on: '1' },
  remedy: { on: '1' },
  comments: { body: 'Smuggled.' },
  moderate: { move: 'remove', reason: 'smuggled' },
  remove: { reason: 'smuggled' },
}
