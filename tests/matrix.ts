import type { Scene } from './matrix-scene'

/** Whoever may come along. `author` wrote what an action is about; `banned` is a regular user who is banned. */
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

/** What is sent: the path with its ids, and JSON for the API, fields for a form. */
export type Sent = { path: string; json?: unknown; form?: Record<string, string | string[]> }

/** One action with what it answers to whom. */
export type Row = {
  /** Method and path, as they are registered (`/api/v1/…`, or a form's), or `PAGE` and the folder below `app/`. */
  action: string
  cells: Cells
  /** Makes what the action is about, new for every cell. */
  send: (scene: Scene) => Promise<Sent>
}

const all = (expected: Expected): Cells =>
  Object.fromEntries(matrixRoles.map((role) => [role, expected])) as Record<MatrixRole, Expected>

/** Everybody, whoever they are. */
export const everybody = all('ok')
/** Everybody; but a token of somebody who is banned is told so. */
export const readers: Cells = { ...everybody, banned: 403 }
/** Whoever can vote, but not on their own. */
export const voters: Cells = { ...readers, author: 403 }
/** Whoever has an account. */
export const users: Cells = { ...readers, signedOut: 401, visitor: 401 }
/** Users, but not about their own. */
export const others: Cells = { ...users, author: 403 }
export const moderators: Cells = { ...others, new: 403, regular: 403, trusted: 403 }
export const authorOrModerators: Cells = { ...moderators, author: 'ok' }
/** The author alone; others do not learn that it is there. */
export const authorAlone: Cells = {
  ...users,
  new: 404,
  regular: 404,
  trusted: 404,
  moderator: 404,
  admin: 404,
}
/** A page for moderators, which to others is not there. */
const moderatorsPage: Cells = { ...all(404), moderator: 'ok', admin: 'ok' }
/** Pages identify no banned person: to them they are signed out. */
const usersPage: Cells = { ...users, banned: 401 }
const authorsPage: Cells = { ...authorAlone, banned: 401 }
const refused = all

const api = (
  action: string,
  cells: Cells,
  path: (scene: Scene) => string | Promise<string>,
  json?: unknown | ((scene: Scene) => unknown),
): Row => ({
  action: action.replace(' ', ' /api/v1'),
  cells,
  send: async (scene) => {
    const body = typeof json === 'function' ? await (json as (scene: Scene) => unknown)(scene) : json
    return { path: `/api/v1${await path(scene)}`, ...(body === undefined ? {} : { json: body }) }
  },
})

const form = (
  action: string,
  cells: Cells,
  path: (scene: Scene) => string | Promise<string>,
  fields: Record<string, string | string[]> | ((scene: Scene) => Record<string, string | string[]>) = {},
): Row => ({
  action: `POST ${action}`,
  cells,
  send: async (scene) => ({
    path: await path(scene),
    form: typeof fields === 'function' ? fields(scene) : fields,
  }),
})

const page = (action: string, cells: Cells, path: (scene: Scene) => string | Promise<string>): Row => ({
  action: `PAGE ${action}`,
  cells,
  send: async (scene) => ({ path: await path(scene) }),
})

const at =
  (make: (scene: Scene) => Promise<number>, path: (id: number) => string) =>
  async (scene: Scene): Promise<string> =>
    path(await make(scene))
const bemoaning = (path: (id: number) => string) => at((scene) => scene.bemoaning(), path)
const comment = (path: (id: number) => string) => at((scene) => scene.comment(), path)
const proposal = (path: (id: number) => string) => at((scene) => scene.proposal(), path)
const aCase = (path: (id: number) => string) => at((scene) => scene.case(), path)

const reason = 'It is a test of it.'
const link = 'https://example.org/fixed'
const confirms: Cells = { ...authorOrModerators, trusted: 'ok' }
const proposes: Cells = { ...users, new: 403 }
/** Whoever has not said that they bemoan it too is not bitten by it again. */
const bitten: Cells = { ...authorAlone, new: 403, regular: 403, trusted: 403, moderator: 403, admin: 403 }

/** Whoever may judge, with something that is not there to be judged. */
const jurors: Cells = { ...users, new: 403 }
const noJurors: Cells = { ...all(404), signedOut: 401, visitor: 401, new: 403, banned: 403 }

/** Who may do what: every call of the API, every form, every page that depends on who is looking. */
// biome-ignore format: it is a table, one action a line.
export const matrix: readonly Row[] = [
  api('GET /bemoanings', readers, () => '/bemoanings'),
  api('POST /bemoanings', users, () => '/bemoanings', (scene: Scene) => ({ body: scene.text(), tags: ['ci'] })),
  api('GET /bemoanings/random', readers, bemoaning(() => '/bemoanings/random')),
  api('GET /bemoanings/similar', readers, () => '/bemoanings/similar?body=printer'),
  api('GET /bemoanings/:id', readers, bemoaning((id) => `/bemoanings/${id}`)),
  api('PATCH /bemoanings/:id', authorAlone, bemoaning((id) => `/bemoanings/${id}`), { tags: ['dns'] }),
  api('DELETE /bemoanings/:id', authorAlone, bemoaning((id) => `/bemoanings/${id}`)),
  api('PUT /bemoanings/:id/vote', voters, bemoaning((id) => `/bemoanings/${id}/vote`), { kind: 'bemoan' }),
  api('DELETE /bemoanings/:id/vote', voters, bemoaning((id) => `/bemoanings/${id}/vote`)),
  api('PUT /bemoanings/:id/saved', users, bemoaning((id) => `/bemoanings/${id}/saved`)),
  api('DELETE /bemoanings/:id/saved', users, bemoaning((id) => `/bemoanings/${id}/saved`)),
  api('GET /bemoanings/:id/comments', readers, bemoaning((id) => `/bemoanings/${id}/comments`)),
  api('POST /bemoanings/:id/comments', users, bemoaning((id) => `/bemoanings/${id}/comments`), { body: 'Yes.' }),
  api('GET /posts/:slug/comments', readers, () => '/posts/randomart/comments'),
  api('POST /posts/:slug/comments', users, () => '/posts/randomart/comments', (scene: Scene) => ({ body: scene.text() })),
  api('PATCH /comments/:id', authorAlone, comment((id) => `/comments/${id}`), { body: 'No.' }),
  api('DELETE /comments/:id', authorAlone, comment((id) => `/comments/${id}`)),
  api('PUT /comments/:id/vote', others, comment((id) => `/comments/${id}/vote`)),
  api('DELETE /comments/:id/vote', others, comment((id) => `/comments/${id}/vote`)),
  api('PUT /comments/:id/remedy', authorOrModerators, comment((id) => `/comments/${id}/remedy`)),
  api('DELETE /comments/:id/remedy', authorOrModerators, comment((id) => `/comments/${id}/remedy`)),
  api('GET /tags', readers, () => '/tags'),
  api('GET /search', readers, () => '/search?q=printer'),
  api('GET /users/:handle', readers, (scene) => `/users/${scene.authorHandle}`),
  api('GET /me', users, () => '/me'),
  api('GET /mine', readers, () => '/mine'),
  api('POST /preview', readers, () => '/preview', { text: '*Yes.*' }),
  api('GET /bemoanings/:id/standing', readers, bemoaning((id) => `/bemoanings/${id}/standing`)),
  api('PUT /bemoanings/:id/state', authorOrModerators, bemoaning((id) => `/bemoanings/${id}/state`), { state: 'fixed' }),
  api('POST /bemoanings/:id/fixes', proposes, bemoaning((id) => `/bemoanings/${id}/fixes`), { url: link }),
  api('PUT /fixes/:id/confirmation', confirms, proposal((id) => `/fixes/${id}/confirmation`)),
  api('DELETE /fixes/:id', authorOrModerators, proposal((id) => `/fixes/${id}`)),
  api('PUT /bemoanings/:id/bite', bitten, bemoaning((id) => `/bemoanings/${id}/bite`)),
  api('DELETE /bemoanings/:id/bite', users, bemoaning((id) => `/bemoanings/${id}/bite`)),
  api('PUT /bemoanings/:id/ending', authorAlone, bemoaning((id) => `/bemoanings/${id}/ending`), { ending: 'Badly.' }),
  api('GET /me/notices', users, () => '/me/notices'),
  api('PUT /me/notices/read', users, () => '/me/notices/read'),
  api('GET /state', readers, () => '/state'),
  api('POST /reports', voters, () => '/reports', async (scene: Scene) => ({ subject: { type: 'bemoaning', id: await scene.bemoaning() }, reason: 'spam', })),
  api('GET /log', readers, () => '/log'),
  api('GET /jury/next', jurors, () => '/jury/next'),
  api('POST /jury/:id', noJurors, () => '/jury/999999', { verdict: 'publish' }),
  api('POST /jury/:id/skip', noJurors, () => '/jury/999999/skip'),
  api('DELETE /jury/last', { ...noJurors, new: 404 }, () => '/jury/last'),
  api('POST /bemoanings/:id/appeal', { ...noJurors, new: 404 }, () => '/bemoanings/999999/appeal'),
  api('GET /me/choices', users, () => '/me/choices'),
  api('PUT /me/tags/:tag', users, () => '/me/tags/ci', { choice: 'follow' }),
  api('DELETE /me/tags/:tag', users, () => '/me/tags/ci'),
  api('PUT /me/mutes/users/:handle', others, (scene) => `/me/mutes/users/${scene.authorHandle}`),
  api('DELETE /me/mutes/users/:handle', others, (scene) => `/me/mutes/users/${scene.authorHandle}`),
  api('PUT /me/mutes/words', users, () => '/me/mutes/words', { word: 'zzzunheard' }),
  api('DELETE /me/mutes/words', users, () => '/me/mutes/words', { word: 'zzzunheard' }),
  api('GET /me/following', users, () => '/me/following'),
  api('GET /me/saved', users, () => '/me/saved'),
  api('PUT /me/seen', users, () => '/me/seen', (scene: Scene) => ({ ids: [scene.standing] })),
  api('PUT /bemoanings/:id/watch', users, bemoaning((id) => `/bemoanings/${id}/watch`), { level: 'all' }),
  api('DELETE /bemoanings/:id/watch', users, bemoaning((id) => `/bemoanings/${id}/watch`)),
  api('PUT /me/push', users, () => '/me/push', (scene: Scene) => scene.browser()),
  api('GET /me/export', users, () => '/me/export'),
  // Whoever may leave has left afterwards; so here nobody says how.
  api('DELETE /me', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, () => '/me', { mode: 'nowhere' }),
  api('GET /openapi.json', everybody, () => '/openapi.json'),

  form('/signup', everybody, () => '/signup', (scene) => ({ handle: scene.handle(), password: scene.password })),
  form('/signin', everybody, () => '/signin', (scene) => ({ handle: scene.known, password: scene.password })),
  form('/signin/ssh', refused(401), () => '/signin/ssh', (scene) => ({ handle: scene.known, nonce: 'x', signature: 'x' })),
  form('/signout', everybody, () => '/signout'),
  form('/forgot', everybody, () => '/forgot', { email: 'nobody@example.org' }),
  form('/reset', refused(410), () => '/reset', (scene) => ({ token: 'x', password: scene.password })),
  form('/appeal/ban', refused(403), () => '/appeal/ban', { ticket: 'x', appeal: 'It was not like that.' }),
  form('/verify', refused(410), () => '/verify', { token: 'x' }),
  form('/theme', everybody, () => '/theme', { theme: 'dark' }),
  form('/settings/password', users, () => '/settings/password', (scene) => ({ next: scene.password })),
  form('/settings/again', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, () => '/settings/again', { current: 'not the password' }),
  form('/settings/email', users, () => '/settings/email', (scene) => ({ email: `${scene.handle()}@example.org` })),
  form('/settings/keys', users, () => '/settings/keys', (scene) => ({ key: scene.publicKey() })),
  form('/settings/keys/delete', users, () => '/settings/keys/delete', { id: '1' }),
  form('/settings/tokens/delete', users, () => '/settings/tokens/delete', { id: '999999' }),
  form('/settings/tokens', users, () => '/settings/tokens', { name: 'test' }),
  form('/settings/sessions/end', users, () => '/settings/sessions/end', { id: 'others' }),
  form('/settings/keyboard', users, () => '/settings/keyboard', { keyboard: 'on' }),
  form('/settings/handle', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, () => '/settings/handle', { handle: 'x' }),
  form('/settings/leave', { ...all(422), signedOut: 401, visitor: 401, banned: 403 }, () => '/settings/leave', { mode: 'erase', handle: 'somebody-else' }),
  form('/settings/words', users, () => '/settings/words', { word: 'zzzunheard' }),
  form('/settings/words/delete', users, () => '/settings/words/delete', { word: 'zzzunheard' }),
  form('/settings/seen', users, () => '/settings/seen', { on: '0' }),
  form('/settings/seen/forget', users, () => '/settings/seen/forget'),
  form('/settings/feed', users, () => '/settings/feed', { on: '1' }),
  form('/settings/mails', users, () => '/settings/mails', {}),
  form('/settings/push/delete', users, () => '/settings/push/delete', { id: '999999' }),
  form('/seen', users, () => '/seen', (scene) => ({ ids: [String(scene.standing)] })),
  form('/t/:tag/choice', users, () => '/t/ci/choice', { choice: 'none' }),
  form('/u/:handle/mute', others, (scene) => `/u/${scene.authorHandle}/mute`, { on: '0' }),
  form('/b/:id/watch', users, bemoaning((id) => `/b/${id}/watch`), { level: 'replies' }),
  form('/unsubscribe', everybody, (scene) => scene.unsubscribe()),
  form('/b/:id/state', authorOrModerators, bemoaning((id) => `/b/${id}/state`), { state: 'fixed' }),
  form('/b/:id/fix', proposes, bemoaning((id) => `/b/${id}/fix`), { url: link }),
  form('/fixes/:id/confirm', confirms, proposal((id) => `/fixes/${id}/confirm`)),
  form('/fixes/:id/decline', authorOrModerators, proposal((id) => `/fixes/${id}/decline`)),
  form('/b/:id/bite', bitten, bemoaning((id) => `/b/${id}/bite`), { on: '1' }),
  form('/b/:id/ending', authorAlone, bemoaning((id) => `/b/${id}/ending`), { ending: 'Badly.' }),
  form('/b/:id/ending/remove', moderators, at((scene) => scene.ended(), (id) => `/b/${id}/ending/remove`), { reason }),
  form('/jury/undo', { ...noJurors, new: 404 }, () => '/jury/undo'),
  form('/jury/:id', noJurors, () => '/jury/999999', { verdict: 'publish' }),
  form('/jury/:id/skip', noJurors, () => '/jury/999999/skip'),
  form('/b/:id/appeal', { ...noJurors, new: 404 }, () => '/b/999999/appeal'),
  form('/inbox/read', users, () => '/inbox/read'),
  form('/report', voters, () => '/report', (scene) => ({ type: 'bemoaning', id: String(scene.standing), reason: 'spam' })),
  form('/cases/:id/claim', moderators, aCase((id) => `/cases/${id}/claim`), { on: '1' }),
  form('/cases/:id/note', moderators, aCase((id) => `/cases/${id}/note`), { note: 'Look at this.' }),
  form('/cases/:id/decide', moderators, aCase((id) => `/cases/${id}/decide`), { action: 'remove', reason }),
  form('/log/:id/undo', moderators, at((scene) => scene.lock(), (id) => `/log/${id}/undo`)),
  form('/appeal/:id', authorAlone, at((scene) => scene.removal(), (id) => `/appeal/${id}`), { appeal: 'It was about computers.' }),
  form('/b/:id/vote', voters, bemoaning((id) => `/b/${id}/vote`), { kind: 'bemoan' }),
  form('/submit', { ...users, signedOut: 422, visitor: 422 }, () => '/submit', (scene) => ({ body: scene.text(), tags: ['ci'] })),
  form('/edit/:id', authorAlone, bemoaning((id) => `/edit/${id}`), (scene) => ({ body: scene.text(), tags: ['ci'] })),
  form('/b/:id/delete', authorAlone, bemoaning((id) => `/b/${id}/delete`)),
  form('/b/:id/save', users, bemoaning((id) => `/b/${id}/save`), { on: '1' }),
  form('/b/:id/comments', users, bemoaning((id) => `/b/${id}/comments`), { body: 'Yes.' }),
  form('/blog/:slug/comments', users, () => '/blog/randomart/comments', (scene) => ({ body: scene.text() })),
  form('/c/:id/edit', authorAlone, comment((id) => `/c/${id}/edit`), { body: 'No.' }),
  form('/c/:id/delete', authorAlone, comment((id) => `/c/${id}/delete`)),
  form('/c/:id/vote', others, comment((id) => `/c/${id}/vote`), { on: '1' }),
  form('/c/:id/remedy', authorOrModerators, comment((id) => `/c/${id}/remedy`), { on: '1' }),
  form('/b/:id/moderate', moderators, bemoaning((id) => `/b/${id}/moderate`), { move: 'remove', reason }),
  form('/c/:id/remove', moderators, comment((id) => `/c/${id}/remove`), { reason }),

  page('appeal/[id]', authorsPage, at((scene) => scene.removal(), (id) => `/appeal/${id}`)),
  page('c/[id]/edit', authorsPage, comment((id) => `/c/${id}/edit`)),
  page('cases', moderatorsPage, () => '/cases'),
  page('cases/[id]', moderatorsPage, aCase((id) => `/cases/${id}`)),
  page('cases/votes', moderatorsPage, () => '/cases/votes'),
  page('edit/[id]', authorsPage, bemoaning((id) => `/edit/${id}`)),
  page('following', usersPage, () => '/following'),
  page('forgot', everybody, () => '/forgot'),
  page('inbox', usersPage, () => '/inbox'),
  page('jury', { ...usersPage, new: 403 }, () => '/jury'),
  page('report', everybody, bemoaning((id) => `/report?type=bemoaning&id=${id}`)),
  page('reset', refused(410), () => '/reset?token=x'),
  page('saved', usersPage, () => '/saved'),
  page('settings', usersPage, () => '/settings'),
  page('settings/leaving', usersPage, () => '/settings/leaving'),
  page('settings/reading', usersPage, () => '/settings/reading'),
  page('settings/standing', usersPage, () => '/settings/standing'),
  page('settings/telling', usersPage, () => '/settings/telling'),
  page('settings/tokens', everybody, () => '/settings/tokens'),
  page('signin', everybody, () => '/signin'),
  page('signup', everybody, () => '/signup'),
  page('submit', everybody, () => '/submit'),
  page('appeal/ban', refused(404), () => '/appeal/ban?ticket=x'),
  page('unsubscribe', everybody, (scene) => scene.unsubscribe()),
  page('verify', refused(410), () => '/verify?token=x'),
]
