#!/bin/sh
# pg 8.23.1 with its pg-pool, Node 20.20.2; @electric-sql/pglite 0.5.14 behind @electric-sql/pglite-socket 0.2.17 as the server.
#
# `pool.query` waits for a connection in a list of callbacks, and `client.query` runs inside the callback. Whoever returns a
# connection runs the first of them, so with all connections taken, `client.query` of one request runs in the AsyncLocalStorage
# of another: that of the request that returned the connection. The promise that the caller awaits has the right store
# again, so nothing looks wrong; but a tracer or counter that wraps `client.query` books the statement on the wrong
# request. `pool.connect()` without a callback, followed by `client.query`, keeps the store, and so does `pool.query` while a
# connection is free.
#
# Seen:
#     pool.query, a connection is free:   sent by a, runs in the store of a
#     pool.query, none is free:           sent by b, runs in the store of a
#     pool.connect, none is free:         sent by b, runs in the store of b
#
# Exits 0 while that holds, 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps pg@8.23.1 \
  @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 >/dev/null
cat >look.mjs <<'LOOK'
import { AsyncLocalStorage } from 'node:async_hooks'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import pg from 'pg'

const database = await PGlite.create()
const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1' })
const listening = new Promise((resolve) =>
  server.addEventListener('listening', ({ detail }) => resolve(detail.port)),
)
await server.start()
const pool = new pg.Pool({ host: '127.0.0.1', port: await listening, user: 'postgres', database: 'postgres', max: 1 })

const request = new AsyncLocalStorage()
const seen = new Map()
pool.on('connect', (client) => {
  const send = client.query
  client.query = function (text, ...rest) {
    seen.set(text, request.getStore())
    return send.call(this, text, ...rest)
  }
})

await request.run('a', () => pool.query('select 1'))
// The only connection is in the hands of a, who returns it while b waits.
const holds = async (waiting) => {
  const client = await pool.connect()
  const later = request.run('b', waiting)
  request.run('a', () => client.release())
  await later
}
await holds(() => pool.query('select 2'))
await holds(async () => {
  const client = await pool.connect()
  await client.query('select 3')
  client.release()
})
console.log(`pool.query, a connection is free:   sent by a, runs in the store of ${seen.get('select 1')}`)
console.log(`pool.query, none is free:           sent by b, runs in the store of ${seen.get('select 2')}`)
console.log(`pool.connect, none is free:         sent by b, runs in the store of ${seen.get('select 3')}`)
await pool.end()
await server.stop()
process.exit([...seen.values()].join('') === 'aab' ? 0 : 1)
LOOK
node look.mjs
