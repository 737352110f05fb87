import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { sha256 } from '@/core/crypto'
import { closePool, db, sessions } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { removeDataFolder } from '@/db/embedded/remove'
import { createUser, hashPassword, startSession } from '@/lib/user'
import type { Target } from './scan'
import { type BenchSite, startSite } from './site'

/**
 * Starts the site on its own database with the starter content, a signed-in user, and every target that takes input.
 */
export async function startScanned(): Promise<
  BenchSite & { cookie: string; targets: Target[]; drift: () => Promise<number> }
> {
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-scanned-'))
  const embedded = await startEmbedded(data)
  process.env.DATABASE_URL = embedded.url
  const site = await startSite()
  const hashed = await hashPassword('a sentence that nobody guesses')
  const made = await createUser('scanned', hashed.ok ? hashed.value : null)
  if (!made.ok) throw new Error(made.message)
  // Old enough for all rights of a user.
  await db().execute(sql`update users set created_at = now() - interval '30 days' where handle = 'scanned'`)
  const session = await startSession(made.value.id, 'scan')
  // Scanners follow every link and send every form, including sign-out. wapiti can be told not to, but its `-x` fails
  // with the Python of Debian 12.
  const revive = setInterval(() => {
    db()
      .insert(sessions)
      .values({
        tokenHash: sha256(session),
        userId: made.value.id,
        expiresAt: new Date(Date.now() + 86_400_000),
      })
      .onConflictDoNothing()
      .catch(() => {})
  }, 500)
  const { rows } = await db().execute<{ id: number; handle: string }>(
    sql`select b.id, u.handle from bemoanings b join bemoaning_ranks r on r.id = b.id join users u on u.id = b.author_id where r.status = 'published' and not b.anonymous order by b.id limit 1`,
  )
  const [{ id, handle } = { id: 1, handle: 'nobody' }] = rows
  const get = (path: string): Target => ({ method: 'GET', path })
  const post = (path: string, form: string): Target => ({ method: 'POST', path, form, session: true })
  const call = (method: 'POST' | 'PUT', path: string, json: unknown): Target => ({
    method,
    path: `/api/v1${path}`,
    json,
    session: true,
  })
  const targets = [
    get('/search?q=kernel&type=all'),
    get('/search.json?q=kernel&limit=5&after=x'),
    get('/new.json?limit=5&after=x'),
    get('/log.json?action=remove&moderator=ada&type=user'),
    get('/state.json?window=month'),
    get('/random?tag=ci'),
    get('/randomart?fingerprint=SHA256:x&hash=sha256&bits=256&type=x'),
    get('/oembed?url=http://127.0.0.1/b/1&format=json'),
    get(`/b/${id}/x?sort=new&after=x`),
    get(`/u/${handle}?show=comments&after=x`),
    get(`/api/v1/bemoanings?feed=new&window=day&tag=ci&author=${handle}&limit=5&after=x`),
    get('/api/v1/bemoanings/similar?body=printer'),
    get('/api/v1/search?q=ci&type=all&after=x'),
    post('/signin', 'handle=scanned&password=wrong&to=/new'),
    post('/forgot', 'email=somebody@example.org'),
    post('/submit', 'body=The+scanner+is+not+wrong+in+any+way+that+helps&details=none&tags=ci'),
    post(`/b/${id}/vote`, 'kind=bemoan&back=/'),
    post(`/b/${id}/comments`, 'body=That+is+not+how+it+works&back=/'),
    post('/report', `type=bemoaning&id=${id}&reason=spam&note=none`),
    post('/settings/words', 'word=zebrafinch'),
    post('/settings/keys', 'key=ssh-ed25519+AAAA'),
    call('POST', '/bemoanings', { body: 'The scanner is still not wrong in any way that helps', details: 'none', tags: 'ci' }),
    call('POST', `/bemoanings/${id}/comments`, { body: 'That is not how it works', parent: 1 }),
    call('PUT', `/bemoanings/${id}/vote`, { kind: 'bemoan' }),
    call('PUT', `/bemoanings/${id}/state`, { state: 'fixed', note: 'none' }),
    call('POST', '/reports', { subject: 'x', reason: 'spam', note: 'none' }),
  ] // biome-ignore format: a list, one target a line
  return {
    ...site,
    cookie: `session=${session}`,
    targets,
    async drift() {
      const { stdout } = spawnSync(process.execPath, ['dist/admin.mjs', 'audit', '--json'], {
        encoding: 'utf8',
      })
      return stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .reduce((sum, line) => sum + (JSON.parse(line) as { drift: number }).drift, 0)
    },
    async stop() {
      clearInterval(revive)
      await site.stop()
      await closePool()
      await embedded.stop()
      removeDataFolder(data)
    },
  }
}
