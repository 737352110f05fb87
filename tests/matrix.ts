import type { Scene } from './matrix-scene'

/** The roles of the matrix. `author` wrote the object of an action; `banned` is a regular user who is banned. */
export const matrixRoles = [
  'signedOut',
  'visitor',
  'new',
  'regular',
  'trusted',
  'author',
  'moderator',
  'admin',
  'banned',
] as const
export type MatrixRole = (typeof matrixRoles)[number]

/** `ok` is any status below 400. */
export type Expected = 'ok' | 400 | 401 | 403 | 404 | 409 | 410 | 422

export type Cells = Readonly<Record<MatrixRole, Expected>>

/** The kinds of credential. `feed` is the token of a private feed, in the address. */
export const credentialKinds = ['session', 'stale', 'read', 'write', 'account', 'feed'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/**
 * The response of an action to each credential of a person who may do it. `stale`: a session that has not
 * reauthenticated for a while. `read`, `write` and `account` are API tokens with only that scope.
 */
export type ByCredential = Readonly<Record<CredentialKind, Expected>>

/** The request: the path with its ids, and JSON for the API, fields for a form. */
export type Sent = { path: string; json?: unknown; form?: Record<string, string | string[]> }

/** One action with its response to each role and credential. */
export type Row = {
  /** Method and path, as they are registered (`/api/v1/…`, or a form's), or `PAGE` and the folder below `app/`. */
  action: string
  cells: Cells
  by: ByCredential
  /** Creates the object of the action, a new one for every cell. */
  send: (scene: Scene) => Promise<Sent>
}

const all = (expected: Expected): Cells =>
  Object.fromEntries(matrixRoles.map((role) => [role, expected])) as Record<MatrixRole, Expected>

/** Everyone. */
export const everybody = all('ok')
/** Everyone; but the token of a banned user is refused. */
export const readers: Cells = { ...everybody, banned: 403 }
/** Everyone who can vote, but not on their own. */
export const voters: Cells = { ...readers, author: 403 }
/** Everyone with an account. */
export const users: Cells = { ...readers, signedOut: 401, visitor: 401 }
/** Users, but not about their own. */
export const others: Cells = { ...users, author: 403 }
export const moderators: Cells = { ...others, new: 403, regular: 403, trusted: 403 }
export const authorOrModerators: Cells = { ...moderators, author: 'ok' }
/** Only the author; for others it does not exist. */
export const authorAlone: Cells = {
  ...users,
  new: 404,
  regular: 404,
  trusted: 404,
  moderator: 404,
  admin: 404,
}
/** A page for moderators; for others it does not exist. */
const moderatorsPage: Cells = { ...all(404), moderator: 'ok', admin: 'ok' }
/** Files of users. */
const usersFile: Cells = { ...users, banned: 403 }
/** Pages do not recognise banned users: they see what signed-out visitors see. */
const usersPage: Cells = { ...users, banned: 401 }
const authorsPage: Cells = { ...authorAlone, banned: 401 }
const refused = all

/** Everyone, with any credential or none. */
const open: ByCredential = { session: 'ok', stale: 'ok', read: 'ok', write: 'ok', account: 'ok', feed: 'ok' }
/** Reads the user's own data. */
const reads: ByCredential = { ...open, write: 403, account: 403, feed: 401 }
/** Public reads: a token needs the scope `read`; a feed's token is an unknown parameter there. */
const readsOpen: ByCredential = { ...reads, feed: 400 }
const writes: ByCredential = { ...open, read: 403, account: 403, feed: 401 }
/**
 * Actions that could take the account or its data away: a session that has just reauthenticated, or the scope
 * `account`.
 */
const guards: ByCredential = { ...open, stale: 401, read: 403, write: 403, feed: 401 }
/** Settings that take nothing away. */
const sets: ByCredential = { ...guards, stale: 'ok' }
/** A form or page that accepts only sessions; with other credentials the visitor is signed out. */
const sessions = (nobody: Expected = 401): ByCredential => ({
  session: 'ok',
  stale: 'ok',
  read: nobody,
  write: nobody,
  account: nobody,
  feed: nobody,
})
const freshSessions: ByCredential = { ...sessions(), stale: 401 }
/** The same response for every credential. */
const always = (expected: Expected): ByCredential => ({
  session: expected,
  stale: expected,
  read: expected,
  write: expected,
  account: expected,
  feed: expected,
})
/** The same column, with another value for `ok` where the action fails for another reason. */
const but = (by: ByCredential, expected: Expected): ByCredential =>
  Object.fromEntries(
    Object.entries(by).map(([kind, was]) => [kind, was === 'ok' ? expected : was]),
  ) as ByCredential

const api = (
  action: string,
  cells: Cells,
  by: ByCredential,
  path: (scene: Scene) => string | Promise<string>,
  json?: unknown | ((scene: Scene) => unknown),
): Row => ({
  action: action.replace(' ', ' /api/v1'),
  cells,
  by,
  send: async (scene) => {
    const body = typeof json === 'function' ? await (json as (scene: Scene) => unknown)(scene) : json
    return { path: `/api/v1${await path(scene)}`, ...(body === undefined ? {} : { json: body }) }
  },
})

const form = (
  action: string,
  cells: Cells,
  by: ByCredential,
  path: (scene: Scene) => string | Promise<string>,
  fields: Record<string, string | string[]> | ((scene: Scene) => Record<string, string | string[]>) = {},
): Row => ({
  action: `POST ${action}`,
  cells,
  by,
  send: async (scene) => ({
    path: await path(scene),
    form: typeof fields === 'function' ? fields(scene) : fields,
  }),
})

/** A machine format with an address of its own. */
const machine = (
  action: string,
  cells: Cells,
  by: ByCredential,
  path: (scene: Scene) => string | Promise<string>,
): Row => ({
  action: `GET ${action}`,
  cells,
  by,
  send: async (scene) => ({ path: await path(scene) }),
})

const page = (
  action: string,
  cells: Cells,
  by: ByCredential,
  path: (scene: Scene) => string | Promise<string>,
): Row => ({
  action: `PAGE ${action}`,
  cells,
  by,
  send: async (scene) => ({ path: await path(scene) }),
})

const at =
  (make: (scene: Scene) => Promise<number>, path: (id: number) => string) =>
  async (scene: Scene): Promise<string> =>
    path(await make(scene))
const bemoaning = (path: (id: number) => string) => at((scene) => scene.bemoaning(), path)
const comment = (path: (id: number) => string) => at((scene) => scene.comment(), path)
const proposal = (path: (id: number) => string) => at((scene) => scene.proposal(), path)
const proposedTag = (path: (id: number) => string) => at((scene) => scene.proposedTag(), path)
const aCase = (path: (id: number) => string) => at((scene) => scene.case(), path)

const reason = 'It is a test of it.'
const link = 'https://example.org/fixed'
const confirms: Cells = { ...authorOrModerators, trusted: 'ok' }
const proposes: Cells = { ...users, new: 403 }
/** Only people who bemoan it too can be bitten again. */
const bitten: Cells = { ...authorAlone, new: 403, regular: 403, trusted: 403, moderator: 403, admin: 403 }

/** Everyone who may judge; `noJurors` is the same for an id that cannot be judged. */
const jurors: Cells = { ...users, new: 403 }
const noJurors: Cells = { ...all(404), signedOut: 401, visitor: 401, new: 403, banned: 403 }

/** All permissions: every call of the API, every form, every page that depends on the viewer. */
// biome-ignore format: it is a table, one action a line.
export const matrix: readonly Row[] = [
  api('GET /bemoanings', readers, readsOpen, () => '/bemoanings'),
  api('POST /bemoanings', users, writes, () => '/bemoanings', (scene: Scene) => ({ body: scene.text(), tags: ['ci'] })),
  api('GET /bemoanings/random', readers, readsOpen, bemoaning(() => '/bemoanings/random')),
  api('GET /bemoanings/similar', readers, readsOpen, () => '/bemoanings/similar?body=printer'),
  api('GET /bemoanings/:id', readers, readsOpen, bemoaning((id) => `/bemoanings/${id}`)),
  api('PATCH /bemoanings/:id', authorAlone, writes, bemoaning((id) => `/bemoanings/${id}`), { tags: ['dns'] }),
  api('DELETE /bemoanings/:id', authorAlone, writes, bemoaning((id) => `/bemoanings/${id}`)),
  api('PUT /bemoanings/:id/vote', voters, { ...writes, feed: 400 }, bemoaning((id) => `/bemoanings/${id}/vote`), { kind: 'bemoan' }),
  api('DELETE /bemoanings/:id/vote', voters, { ...writes, feed: 400 }, bemoaning((id) => `/bemoanings/${id}/vote`)),
  api('PUT /bemoanings/:id/saved', users, writes, bemoaning((id) => `/bemoanings/${id}/saved`)),
  api('DELETE /bemoanings/:id/saved', users, writes, bemoaning((id) => `/bemoanings/${id}/saved`)),
  api('GET /bemoanings/:id/comments', readers, readsOpen, bemoaning((id) => `/bemoanings/${id}/comments`)),
  api('POST /bemoanings/:id/comments', users, writes, bemoaning((id) => `/bemoanings/${id}/comments`), { body: 'Yes.' }),
  api('GET /posts/:slug/comments', readers, readsOpen, () => '/posts/randomart/comments'),
  api('POST /posts/:slug/comments', users, writes, () => '/posts/randomart/comments', (scene: Scene) => ({ body: scene.text() })),
  api('PATCH /comments/:id', authorAlone, writes, comment((id) => `/comments/${id}`), { body: 'No.' }),
  api('DELETE /comments/:id', authorAlone, writes, comment((id) => `/comments/${id}`)),
  api('PUT /comments/:id/vote', others, writes, comment((id) => `/comments/${id}/vote`)),
  api('DELETE /comments/:id/vote', others, writes, comment((id) => `/comments/${id}/vote`)),
  api('PUT /comments/:id/remedy', authorOrModerators, writes, comment((id) => `/comments/${id}/remedy`)),
  api('DELETE /comments/:id/remedy', authorOrModerators, writes, comment((id) => `/comments/${id}/remedy`)),
  api('GET /tags', readers, readsOpen, () => '/tags'),
  api('GET /search', readers, readsOpen, () => '/search?q=printer'),
  api('GET /users', readers, readsOpen, () => '/users?starts=a'),
  api('PUT /bemoanings/:id/visit', users, writes, bemoaning((id) => `/bemoanings/${id}/visit`)),
  api('PUT /posts/:slug/visit', users, writes, () => '/posts/randomart/visit'),
  api('GET /users/:handle', readers, readsOpen, (scene) => `/users/${scene.authorHandle}`),
  api('GET /me', users, reads, () => '/me'),
  api('GET /mine', readers, readsOpen, () => '/mine'),
  api('POST /preview', readers, { ...writes, feed: 400 }, () => '/preview', { text: '*Yes.*' }),
  api('GET /bemoanings/:id/standing', readers, readsOpen, bemoaning((id) => `/bemoanings/${id}/standing`)),
  api('PUT /bemoanings/:id/state', authorOrModerators, writes, bemoaning((id) => `/bemoanings/${id}/state`), { state: 'fixed' }),
  api('POST /bemoanings/:id/fixes', proposes, writes, bemoaning((id) => `/bemoanings/${id}/fixes`), { url: link }),
  api('PUT /fixes/:id/confirmation', confirms, writes, proposal((id) => `/fixes/${id}/confirmation`)),
  api('DELETE /fixes/:id', authorOrModerators, writes, proposal((id) => `/fixes/${id}`)),
  api('PUT /bemoanings/:id/bite', bitten, writes, bemoaning((id) => `/bemoanings/${id}/bite`)),
  api('DELETE /bemoanings/:id/bite', users, writes, bemoaning((id) => `/bemoanings/${id}/bite`)),
  api('PUT /bemoanings/:id/ending', authorAlone, writes, bemoaning((id) => `/bemoanings/${id}/ending`), { ending: 'Badly.' }),
  api('GET /me/notices', users, reads, () => '/me/notices'),
  api('PUT /me/notices/read', users, writes, () => '/me/notices/read'),
  api('PUT /me/notices/:id/read', authorAlone, writes, at((scene) => scene.notice(), (id) => `/me/notices/${id}/read`)),
  api('GET /state', readers, readsOpen, () => '/state'),
  api('POST /reports', voters, { ...writes, feed: 400 }, () => '/reports', async (scene: Scene) => ({ subject: { type: 'bemoaning', id: await scene.bemoaning() }, reason: 'spam', })),
  api('GET /log', readers, readsOpen, () => '/log'),
  api('GET /jury/next', jurors, reads, () => '/jury/next'),
  api('POST /jury/:id', noJurors, but(writes, 404), () => '/jury/999999', { verdict: 'publish' }),
  api('POST /jury/:id/skip', noJurors, but(writes, 404), () => '/jury/999999/skip'),
  api('DELETE /jury/last', { ...noJurors, new: 404 }, but(writes, 404), () => '/jury/last'),
  api('POST /bemoanings/:id/appeal', { ...noJurors, new: 404 }, but(writes, 404), () => '/bemoanings/999999/appeal'),
  api('GET /me/choices', users, reads, () => '/me/choices'),
  api('PUT /me/tags/:tag', users, writes, () => '/me/tags/ci', { choice: 'follow' }),
  api('DELETE /me/tags/:tag', users, writes, () => '/me/tags/ci'),
  api('PATCH /me', users, sets, () => '/me', { about: 'I boil kettles.' }),
  api('PUT /me/follows/users/:handle', others, writes, (scene) => `/me/follows/users/${scene.authorHandle}`),
  api('DELETE /me/follows/users/:handle', users, writes, () => '/me/follows/users/matrix-known'),
  api('PUT /me/mutes/users/:handle', others, writes, (scene) => `/me/mutes/users/${scene.authorHandle}`),
  api('DELETE /me/mutes/users/:handle', others, writes, (scene) => `/me/mutes/users/${scene.authorHandle}`),
  api('PUT /me/mutes/words', users, writes, () => '/me/mutes/words', { word: 'zzzunheard' }),
  api('DELETE /me/mutes/words', users, writes, () => '/me/mutes/words', { word: 'zzzunheard' }),
  api('GET /me/following', users, reads, () => '/me/following'),
  api('GET /me/saved', users, reads, () => '/me/saved'),
  api('PUT /me/seen', users, writes, () => '/me/seen', (scene: Scene) => ({ ids: [scene.standing] })),
  api('PUT /bemoanings/:id/watch', users, writes, bemoaning((id) => `/bemoanings/${id}/watch`), { level: 'all' }),
  api('DELETE /bemoanings/:id/watch', users, writes, bemoaning((id) => `/bemoanings/${id}/watch`)),
  api('PUT /me/push', users, sets, () => '/me/push', (scene: Scene) => scene.browser()),
  api('GET /me/export', users, guards, () => '/me/export'),
  // A successful call would delete the account, so the mode is invalid here.
  api('DELETE /me', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, but(guards, 422), () => '/me', { mode: 'nowhere' }),
  api('GET /openapi.json', everybody, open, () => '/openapi.json'),

  form('/signup', everybody, open, () => '/signup', (scene) => ({ handle: scene.handle(), password: scene.password })),
  form('/signin', everybody, open, () => '/signin', (scene) => ({ handle: scene.known, password: scene.password })),
  form('/signin/ssh', refused(401), always(401), () => '/signin/ssh', (scene) => ({ handle: scene.known, nonce: 'x', signature: 'x' })),
  form('/signin/passkey', refused(422), always(422), () => '/signin/passkey', { response: 'x' }),
  form('/signin/code', refused(401), always(401), () => '/signin/code', { code: '123456' }),
  form('/signout', everybody, open, () => '/signout'),
  form('/forgot', everybody, open, () => '/forgot', { email: 'nobody@example.org' }),
  form('/reset', refused(410), always(410), () => '/reset', (scene) => ({ token: 'x', password: scene.password })),
  form('/appeal/ban', refused(403), always(403), () => '/appeal/ban', { ticket: 'x', appeal: 'It was not like that.' }),
  form('/verify', refused(410), always(410), () => '/verify', { token: 'x' }),
  form('/undo', refused(410), always(410), () => '/undo', { token: 'x' }),
  form('/density', everybody, open, () => '/density', { density: 'compact' }),
  form('/theme', everybody, open, () => '/theme', { theme: 'dark' }),
  form('/settings/password', users, freshSessions, () => '/settings/password', (scene) => ({ next: scene.password })),
  form('/settings/again', { ...all(409), signedOut: 401, visitor: 401, banned: 403 }, but(sessions(), 409), () => '/settings/again', { current: 'not the password', code: '' }),
  form('/settings/again/passkey', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, but(sessions(), 422), () => '/settings/again/passkey', { response: 'x' }),
  form('/settings/again/ssh', { ...all(403), signedOut: 401, visitor: 401 }, but(sessions(), 403), () => '/settings/again/ssh', { nonce: 'x', signature: 'x' }),
  form('/settings/factor/start', users, freshSessions, () => '/settings/factor/start'),
  form('/settings/factor', { ...all(409), signedOut: 401, visitor: 401, banned: 403 }, but(freshSessions, 409), () => '/settings/factor', { code: 'no code' }),
  form('/settings/factor/codes', { ...all(409), signedOut: 401, visitor: 401, banned: 403 }, but(freshSessions, 409), () => '/settings/factor/codes'),
  form('/settings/factor/end', { ...all(409), signedOut: 401, visitor: 401, banned: 403 }, but(freshSessions, 409), () => '/settings/factor/end'),
  form('/settings/passkeys', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, but(freshSessions, 422), () => '/settings/passkeys', { name: 'x', response: 'x' }),
  form('/settings/passkeys/delete', users, freshSessions, () => '/settings/passkeys/delete', { id: '999999' }),
  form('/settings/providers/delete', { ...all(409), signedOut: 401, visitor: 401, banned: 403 }, but(freshSessions, 409), () => '/settings/providers/delete', { provider: 'github' }),
  form('/settings/access/end', users, freshSessions, () => '/settings/access/end'),
  form('/settings/email', users, freshSessions, () => '/settings/email', (scene) => ({ email: `${scene.handle()}@example.org` })),
  form('/settings/keys', users, freshSessions, () => '/settings/keys', (scene) => scene.keyWithProof()),
  form('/settings/keys/code', users, freshSessions, () => '/settings/keys/code'),
  form('/settings/keys/delete', users, freshSessions, () => '/settings/keys/delete', { id: '1' }),
  form('/settings/tokens/delete', users, sessions(), () => '/settings/tokens/delete', { id: '999999' }),
  form('/settings/tokens', users, freshSessions, () => '/settings/tokens', { name: 'test', scopes: ['read'] }),
  form('/settings/sessions/end', users, freshSessions, () => '/settings/sessions/end', { id: 'others' }),
  form('/settings/keyboard', users, sessions(), () => '/settings/keyboard', { keyboard: 'on' }),
  form('/settings/handle', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, but(freshSessions, 422), () => '/settings/handle', { handle: 'x' }),
  form('/settings/leave', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, but(freshSessions, 422), () => '/settings/leave', { mode: 'erase', handle: 'somebody-else' }),
  form('/settings/words', users, sessions(), () => '/settings/words', { word: 'zzzunheard' }),
  form('/settings/words/delete', users, sessions(), () => '/settings/words/delete', { word: 'zzzunheard' }),
  form('/settings/seen', users, sessions(), () => '/settings/seen', { on: '0' }),
  form('/settings/seen/forget', users, sessions(), () => '/settings/seen/forget'),
  form('/settings/feed', users, freshSessions, () => '/settings/feed', { on: '1' }),
  form('/settings/mails', users, sessions(), () => '/settings/mails', {}),
  form('/settings/push/delete', users, sessions(), () => '/settings/push/delete', { id: '999999' }),
  form('/seen', users, sessions(), () => '/seen', (scene) => ({ ids: [String(scene.standing)] })),
  form('/t/:tag/choice', users, sessions(), () => '/t/ci/choice', { choice: 'none' }),
  form('/u/:handle/mute', others, sessions(), (scene) => `/u/${scene.authorHandle}/mute`, { on: '0' }),
  form('/u/:handle/follow', others, sessions(), (scene) => `/u/${scene.authorHandle}/follow`, { on: '1' }),
  form('/u/:handle/line/remove', moderators, sessions(), async (scene) => `/u/${await scene.line()}/line/remove`, { reason }),
  form('/settings/about', users, sessions(), () => '/settings/about', { about: 'I boil kettles.' }),
  form('/b/:id/watch', users, sessions(), bemoaning((id) => `/b/${id}/watch`), { level: 'replies' }),
  form('/unsubscribe', everybody, open, (scene) => scene.unsubscribe()),
  form('/b/:id/state', authorOrModerators, sessions(), bemoaning((id) => `/b/${id}/state`), { state: 'fixed' }),
  form('/b/:id/fix', proposes, sessions(), bemoaning((id) => `/b/${id}/fix`), { url: link }),
  form('/fixes/:id/confirm', confirms, sessions(), proposal((id) => `/fixes/${id}/confirm`)),
  form('/fixes/:id/decline', authorOrModerators, sessions(), proposal((id) => `/fixes/${id}/decline`)),
  form('/b/:id/bite', bitten, sessions(), bemoaning((id) => `/b/${id}/bite`), { on: '1' }),
  form('/b/:id/ending', authorAlone, sessions(), bemoaning((id) => `/b/${id}/ending`), { ending: 'Badly.' }),
  form('/b/:id/ending/remove', moderators, sessions(), at((scene) => scene.ended(), (id) => `/b/${id}/ending/remove`), { reason }),
  form('/jury/undo', { ...noJurors, new: 404 }, but(sessions(), 404), () => '/jury/undo'),
  form('/jury/:id', noJurors, but(sessions(), 404), () => '/jury/999999', { verdict: 'publish' }),
  form('/jury/:id/skip', noJurors, but(sessions(), 404), () => '/jury/999999/skip'),
  form('/b/:id/appeal', { ...noJurors, new: 404 }, but(sessions(), 404), () => '/b/999999/appeal'),
  form('/inbox/read', users, sessions(), () => '/inbox/read'),
  form('/report', voters, sessions('ok'), () => '/report', (scene) => ({ type: 'bemoaning', id: String(scene.standing), reason: 'spam' })),
  form('/cases/:id/claim', moderators, sessions(), aCase((id) => `/cases/${id}/claim`), { on: '1' }),
  form('/cases/:id/note', moderators, sessions(), aCase((id) => `/cases/${id}/note`), { note: 'Look at this.' }),
  form('/cases/:id/decide', moderators, sessions(), aCase((id) => `/cases/${id}/decide`), { action: 'remove', reason }),
  form('/log/:id/undo', moderators, sessions(), at((scene) => scene.lock(), (id) => `/log/${id}/undo`)),
  form('/appeal/:id', authorAlone, sessions(), at((scene) => scene.removal(), (id) => `/appeal/${id}`), { appeal: 'It was about computers.' }),
  form('/tags/propose', users, sessions(), () => '/tags/propose', (scene) => ({ name: scene.handle(), label: 'A tag', why: 'It is for one cell of a matrix.' })),
  form('/tags/proposals/:id/delete', authorAlone, sessions(), proposedTag((id) => `/tags/proposals/${id}/delete`)),
  form('/cases/tags/:id/accept', moderators, sessions(), proposedTag((id) => `/cases/tags/${id}/accept`), (scene) => ({ name: scene.handle(), label: 'A tag', description: 'For one cell of a matrix.', aliases: '', reason })),
  form('/cases/tags/:id/decline', moderators, sessions(), proposedTag((id) => `/cases/tags/${id}/decline`), { reason }),
  form('/b/:id/vote', voters, sessions('ok'), bemoaning((id) => `/b/${id}/vote`), { kind: 'bemoan' }),
  form('/submit', { ...users, signedOut: 422, visitor: 422 }, sessions(422), () => '/submit', (scene) => ({ body: scene.text(), tags: ['ci'] })),
  // Without the cookie of the browser that sent it there is nothing; tests/http/sent.test.ts has the cookie.
  form('/submit/:id', { ...all(404), banned: 403 }, always(404), bemoaning((id) => `/submit/${id}`), (scene) => ({ body: scene.text(), tags: ['ci'] })),
  form('/submit/:id/delete', { ...all(404), banned: 403 }, always(404), bemoaning((id) => `/submit/${id}/delete`)),
  form('/submit/forget', everybody, open, () => '/submit/forget'),
  form('/edit/:id', authorAlone, sessions(), bemoaning((id) => `/edit/${id}`), (scene) => ({ body: scene.text(), tags: ['ci'] })),
  form('/b/:id/delete', authorAlone, sessions(), bemoaning((id) => `/b/${id}/delete`)),
  form('/b/:id/save', users, sessions(), bemoaning((id) => `/b/${id}/save`), { on: '1' }),
  form('/b/:id/comments', users, sessions(), bemoaning((id) => `/b/${id}/comments`), { body: 'Yes.' }),
  form('/blog/:slug/comments', users, sessions(), () => '/blog/randomart/comments', (scene) => ({ body: scene.text() })),
  form('/b/:id/comments/preview', everybody, open, bemoaning((id) => `/b/${id}/comments/preview`), { body: '*Yes.*' }),
  form('/blog/:slug/comments/preview', everybody, open, () => '/blog/randomart/comments/preview', { body: '*Yes.*' }),
  form('/c/:id/edit/preview', authorsPage, sessions(), comment((id) => `/c/${id}/edit/preview`), { body: '*Yes.*' }),
  form('/c/:id/edit', authorAlone, sessions(), comment((id) => `/c/${id}/edit`), { body: 'No.' }),
  form('/c/:id/delete', authorAlone, sessions(), comment((id) => `/c/${id}/delete`)),
  form('/c/:id/vote', others, sessions(), comment((id) => `/c/${id}/vote`), { on: '1' }),
  form('/c/:id/remedy', authorOrModerators, sessions(), comment((id) => `/c/${id}/remedy`), { on: '1' }),
  form('/b/:id/moderate', moderators, sessions(), bemoaning((id) => `/b/${id}/moderate`), { move: 'remove', reason }),
  form('/c/:id/remove', moderators, sessions(), comment((id) => `/c/${id}/remove`), { reason }),

  page('appeal/[id]', authorsPage, sessions(), at((scene) => scene.removal(), (id) => `/appeal/${id}`)),
  page('c/[id]/edit', authorsPage, sessions(), comment((id) => `/c/${id}/edit`)),
  page('cases', moderatorsPage, sessions(404), () => '/cases'),
  page('cases/[id]', moderatorsPage, sessions(404), aCase((id) => `/cases/${id}`)),
  page('cases/tags', moderatorsPage, sessions(404), () => '/cases/tags'),
  page('cases/tags/[id]', moderatorsPage, sessions(404), proposedTag((id) => `/cases/tags/${id}`)),
  page('cases/votes', moderatorsPage, sessions(404), () => '/cases/votes'),
  page('edit/[id]', authorsPage, sessions(), bemoaning((id) => `/edit/${id}`)),
  page('following', usersPage, sessions(), () => '/following'),
  page('forgot', everybody, open, () => '/forgot'),
  page('inbox', usersPage, sessions(), () => '/inbox'),
  page('inbox/[id]', authorsPage, sessions(), at((scene) => scene.notice(), (id) => `/inbox/${id}`)),
  page('jury', { ...usersPage, new: 403 }, sessions(), () => '/jury'),
  page('report', everybody, open, bemoaning((id) => `/report?type=bemoaning&id=${id}`)),
  page('reset', refused(410), always(410), () => '/reset?token=x'),
  page('saved', usersPage, sessions(), () => '/saved'),
  page('settings/again', usersPage, sessions(), () => '/settings/again'),
  page('settings/access', usersPage, sessions(), () => '/settings/access'),
  page('signin/code', everybody, open, () => '/signin/code'),
  page('undo', refused(410), always(410), () => '/undo?token=x'),
  page('settings', usersPage, sessions(), () => '/settings'),
  page('settings/leaving', usersPage, sessions(), () => '/settings/leaving'),
  page('settings/reading', usersPage, sessions(), () => '/settings/reading'),
  page('settings/standing', usersPage, sessions(), () => '/settings/standing'),
  page('settings/telling', usersPage, sessions(), () => '/settings/telling'),
  page('settings/tokens', everybody, open, () => '/settings/tokens'),
  page('signin', everybody, open, () => '/signin'),
  page('signup', everybody, open, () => '/signup'),
  page('submit', everybody, open, () => '/submit'),
  page('submit/[id]', refused(404), always(404), bemoaning((id) => `/submit/${id}`)),
  page('tags/propose', usersPage, sessions(), () => '/tags/propose'),
  page('appeal/ban', refused(404), always(404), () => '/appeal/ban?ticket=x'),
  page('unsubscribe', everybody, open, (scene) => scene.unsubscribe()),
  page('verify', refused(410), always(410), () => '/verify?token=x'),

  machine('/settings/export.zip', usersFile, { ...guards, stale: 401 }, () => '/settings/export.zip'),
  machine('/following.json', usersPage, { ...sessions(), feed: 'ok' }, () => '/following.json'),
  machine('/saved.atom', usersPage, { ...sessions(), feed: 'ok' }, () => '/saved.atom'),
]
