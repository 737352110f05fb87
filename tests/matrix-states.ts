import type { Expected, MatrixRole } from './matrix'
import type { Scene } from './matrix-scene'

/** States that a moderator can have put a bemoaning in. */
export const matrixStates = ['locked', 'removed', 'merged'] as const
export type MatrixState = (typeof matrixStates)[number]

/** The response of an action to a person who may otherwise do it, by the state of its bemoaning. */
export type StateRow = {
  who: MatrixRole
  cells: Readonly<Record<MatrixState, Expected>>
  /** Replaces the path of a row of tests/matrix.ts that names no existing object. */
  path?: (scene: Scene) => Promise<string>
}

const row = (who: MatrixRole, locked: Expected, removed: Expected, merged: Expected): StateRow => ({
  who,
  cells: { locked, removed, merged },
})

/** Adds text. A locked bemoaning says that it is locked; the others are not found. */
const writes = (who: MatrixRole): StateRow => row(who, 403, 404, 404)
/** Not text, so a lock does not affect it. */
const counts = (who: MatrixRole): StateRow => row(who, 'ok', 404, 404)
/** Comments move with a merge; on the other bemoaning they can be replied to and edited. */
const editsComment = (who: MatrixRole): StateRow => row(who, 403, 404, 'ok')
const countsComment = (who: MatrixRole): StateRow => row(who, 'ok', 404, 'ok')
/** Deleting your own text, and the acts of moderators, still work. */
const always = (who: MatrixRole): StateRow => row(who, 'ok', 'ok', 'ok')
const takesBack = row('author', 'ok', 410, 410)
const appeals = (path: (id: number) => string): StateRow => ({
  ...row('author', 409, 409, 409),
  path: async (scene) => path(await scene.bemoaning()),
})

/** By action, as in tests/matrix.ts: all of those about a bemoaning, a comment or a fix. */
export const stateRows: ReadonlyMap<string, StateRow> = new Map(
  Object.entries({
    'GET /api/v1/bemoanings/:id': row('regular', 'ok', 410, 'ok'),
    'PATCH /api/v1/bemoanings/:id': writes('author'),
    'DELETE /api/v1/bemoanings/:id': takesBack,
    'PUT /api/v1/bemoanings/:id/vote': counts('regular'),
    'DELETE /api/v1/bemoanings/:id/vote': counts('regular'),
    'PUT /api/v1/bemoanings/:id/saved': counts('regular'),
    'DELETE /api/v1/bemoanings/:id/saved': always('regular'),
    'GET /api/v1/bemoanings/:id/comments': counts('regular'),
    'POST /api/v1/bemoanings/:id/comments': writes('regular'),
    'PATCH /api/v1/comments/:id': editsComment('author'),
    'DELETE /api/v1/comments/:id': always('author'),
    'PUT /api/v1/comments/:id/vote': countsComment('regular'),
    'DELETE /api/v1/comments/:id/vote': countsComment('regular'),
    'PUT /api/v1/comments/:id/remedy': editsComment('author'),
    'DELETE /api/v1/comments/:id/remedy': editsComment('moderator'),
    'GET /api/v1/bemoanings/:id/standing': counts('regular'),
    'PUT /api/v1/bemoanings/:id/state': writes('moderator'),
    'POST /api/v1/bemoanings/:id/fixes': writes('regular'),
    'PUT /api/v1/fixes/:id/confirmation': writes('trusted'),
    'DELETE /api/v1/fixes/:id': writes('author'),
    'PUT /api/v1/bemoanings/:id/bite': counts('author'),
    'DELETE /api/v1/bemoanings/:id/bite': counts('author'),
    'PUT /api/v1/bemoanings/:id/ending': writes('author'),
    'PUT /api/v1/bemoanings/:id/visit': always('regular'),
    'PUT /api/v1/bemoanings/:id/watch': counts('regular'),
    'DELETE /api/v1/bemoanings/:id/watch': always('regular'),
    'POST /api/v1/bemoanings/:id/appeal': appeals((id) => `/api/v1/bemoanings/${id}/appeal`),

    'POST /b/:id/watch': counts('regular'),
    'POST /b/:id/state': writes('author'),
    'POST /b/:id/fix': writes('moderator'),
    'POST /fixes/:id/confirm': writes('author'),
    'POST /fixes/:id/decline': row('moderator', 'ok', 404, 404),
    'POST /b/:id/bite': counts('author'),
    'POST /b/:id/ending': writes('author'),
    'POST /b/:id/ending/remove': always('moderator'),
    'POST /b/:id/appeal': appeals((id) => `/b/${id}/appeal`),
    'POST /b/:id/vote': counts('visitor'),
    'POST /b/:id/delete': takesBack,
    'POST /b/:id/save': counts('regular'),
    'POST /b/:id/comments': writes('moderator'),
    'POST /b/:id/comments/preview': row('visitor', 'ok', 410, 'ok'),
    'POST /b/:id/moderate': row('moderator', 'ok', 409, 409),
    'POST /edit/:id': writes('author'),
    'POST /c/:id/edit': editsComment('author'),
    'POST /c/:id/edit/preview': always('author'),
    'POST /c/:id/delete': always('author'),
    'POST /c/:id/vote': countsComment('regular'),
    'POST /c/:id/remedy': editsComment('author'),
    'POST /c/:id/remove': always('moderator'),

    'PAGE edit/[id]': counts('author'),
    'PAGE c/[id]/edit': always('author'),
  }),
)

/** True if an action is about a bemoaning, or about a comment or a fix on one. */
export const isOnBemoaning = (action: string): boolean =>
  /(\/b|\/bemoanings|\/c|\/comments|\/fixes|\/edit)\/:id|^PAGE (edit|c)\/\[id\]/.test(action)
