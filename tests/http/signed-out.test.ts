import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { findAnswer } from '@/client/parts/writing/proof'
import { db } from '@/db'
import { ownServer } from '../server'
import { aText } from './helpers'

const server = ownServer()

type Task = { proof: string; answer: string }

/** Reads a task from the page and solves it as its script does. */
async function aTask(): Promise<Task> {
  const html = await (await server.send('GET', '/submit')).text()
  const proof = /name="proof" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const { salt, challenge } = JSON.parse(Buffer.from(proof, 'base64url').toString())
  return { proof, answer: String(await findAnswer(salt, challenge)) }
}

const post = (form: Record<string, string>) =>
  server.send('POST', '/submit', { form: { tags: 'ci', ...form } })
const count = async (body: string) =>
  (
    await db().execute<{ status: string; author_id: number | null; anonymous: boolean }>(
      sql`select r.status, b.author_id, b.anonymous from bemoanings b join bemoaning_ranks r on r.id = b.id where b.body = ${body}`,
    )
  ).rows

test('a visitor without an account posts with a proof of work, and the jury gets the text', async () => {
  const body = aText()
  const answer = await post({ body, ...(await aTask()) })
  assert.equal(answer.status, 303)
  const to = answer.headers.get('location') ?? ''
  assert.match(to, /^\/submit\?sent=\d+$/)
  assert.deepEqual(await count(body), [{ status: 'pending', author_id: null, anonymous: true }])
  assert.match(await (await server.send('GET', to)).text(), /is waiting for the jury/)
  const id = /\d+$/.exec(to)?.[0]
  for (const path of [`/b/${id}`, `/b/${id}.json`, `/b/${id}.txt`])
    assert.equal((await server.send('GET', path)).status, 404, path)
  assert.ok(!(await (await server.send('GET', '/new.json?limit=100')).text()).includes(body))
})

test('with a missing, wrong, forged or used proof, the form comes back filled in', async () => {
  const task = await aTask()
  const used = aText()
  const first = await post({ body: used, ...task })
  assert.equal(first.status, 303)
  const forged = Buffer.from(
    JSON.stringify({
      ...JSON.parse(Buffer.from(task.proof, 'base64url').toString()),
      challenge: '0'.repeat(64),
    }),
  ).toString('base64url')
  const cases: Record<string, string>[] = [
    {},
    { ...task },
    { ...(await aTask()), answer: '-1' },
    { proof: (await aTask()).proof, answer: '7' },
    { proof: forged, answer: task.answer },
    { proof: 'x', answer: '1' },
    { proof: Buffer.from('{"a":').toString('base64url'), answer: '1' },
  ]
  for (const proof of cases) {
    const body = aText()
    const answer = await post({ body, ...proof })
    assert.equal(answer.status, 422, JSON.stringify(proof))
    assert.ok((await answer.text()).includes(body), 'the text is kept')
    assert.deepEqual(await count(body), [])
  }
})

test('a program that fills in every field is told so', async () => {
  const body = aText()
  const answer = await post({ body, website: 'https://spam.example', ...(await aTask()) })
  assert.equal(answer.status, 422)
  assert.deepEqual(await count(body), [])
})

test('errors in the text are found before the proof is used up', async () => {
  const task = await aTask()
  assert.equal((await post({ body: 'short', ...task })).status, 422)
  assert.equal((await post({ body: aText(), tags: 'nosuchtag', ...task })).status, 422)
  assert.equal((await post({ body: aText(), ...task })).status, 303)
})

test('the API accepts nothing without an account', async () => {
  const answer = await server.send('POST', '/api/v1/bemoanings', { json: { body: aText(), tags: ['ci'] } })
  assert.equal(answer.status, 401)
})

test('one solution sent twenty times at once makes one bemoaning', async () => {
  const task = await aTask()
  const texts = Array.from({ length: 20 }, aText)
  // The network's limit comes after the proof; it is not tested here.
  await db().execute(sql`delete from rate_limits`)
  const answers = await Promise.all(texts.map((body) => post({ body, ...task })))
  assert.equal(answers.filter(({ status }) => status === 303).length, 1)
})

test('the fourth within an hour from one network is refused', async () => {
  await db().execute(sql`delete from rate_limits`)
  const statuses: number[] = []
  for (let i = 0; i < 4; i += 1) statuses.push((await post({ body: aText(), ...(await aTask()) })).status)
  assert.deepEqual(statuses, [303, 303, 303, 429])
  const { rows } = await db().execute<{ key: string }>(sql`select key from rate_limits`)
  assert.ok(rows.length > 0)
  for (const { key } of rows) assert.ok(!key.includes('127.0.0'), key)
})
