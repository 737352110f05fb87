import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { registered } from '@/api'
import { routeOf } from '@/server/http/routes'
import { credentialKinds, matrix, matrixRoles } from './matrix'

/** Folders below app/ whose page depends on the viewer. */
const personalPages = (): string[] =>
  readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => file.replace(/\/?page\.tsx$/, ''))
    .filter((folder) => routeOf('GET', `/${folder.replaceAll(/\[\w+\]/g, '1')}`) === 'working')

test('every form, every call of the API and every personal page has its row', () => {
  const actions = [
    ...registered()
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}+/g, '')}`.replace('}', '')),
    ...personalPages().map((folder) => `PAGE ${folder}`),
    // Lists by a private feed represent all of them; tests/http/feed-token.test.ts checks which addresses accept a
    // token.
    ...['/settings/export.zip', '/following.json', '/saved.atom'].map((path) => `GET ${path}`),
  ]
  const rows = matrix.map(({ action }) => action)
  assert.deepEqual(
    actions.filter((action) => !rows.includes(action)),
    [],
    'actions without a row in tests/matrix.ts: say who may do them',
  )
  assert.deepEqual(
    rows.filter((action) => !actions.includes(action)),
    [],
    'rows without an action',
  )
  assert.equal(new Set(rows).size, rows.length, 'one row each')
  for (const { action, cells } of matrix)
    for (const role of matrixRoles) assert.ok(cells[role], `${action} says nothing of ${role}`)
  for (const { action, by } of matrix)
    for (const kind of credentialKinds)
      assert.ok(by[kind], `${action} says nothing of the credential ${kind}`)
})
