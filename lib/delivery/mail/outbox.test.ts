import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { retention } from '@/core/retention'
import { purgeOutbox } from './outbox'

const data = mkdtempSync(join(tmpdir(), 'ibtsocs-outbox-'))
after(() => rmSync(data, { recursive: true, force: true }))
process.env.IBTSOCS_DATA = data

test('emails leave the outbox when they are old, and nothing else does', async () => {
  assert.equal(await purgeOutbox(), 0, 'there is no outbox')
  const outbox = join(data, 'outbox')
  mkdirSync(outbox)
  const day = 86_400
  const now = Date.now() / 1_000
  for (const [name, days] of [
    ['old.eml', retention.outboxEmail + 1],
    ['cut.eml.part', retention.outboxEmail + 1],
    ['new.eml', retention.outboxEmail - 1],
    ['mine.txt', 900],
  ] as const) {
    writeFileSync(join(outbox, name), 'Subject: x')
    utimesSync(join(outbox, name), now - days * day, now - days * day)
  }
  assert.equal(await purgeOutbox(), 2)
  assert.deepEqual(readdirSync(outbox).sort(), ['mine.txt', 'new.eml'])
})
