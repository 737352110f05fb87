import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Reply } from '../ui/api'
import { type Tally, withVote } from './tally'
import { createBooth, type End } from './vote-queue'

const start: Tally = { votes: { bemoan: 10, self_inflicted: 2 }, mine: null }
const away: Reply<Tally> = { ok: false, status: 0, detail: '' }
const settle = () => new Promise((done) => setTimeout(done))

/** A booth whose server responds on demand. */
function scene(own: Tally = start) {
  const sent: string[] = []
  const shown: Tally[] = []
  const ends: End[] = []
  const answers: ((reply: Reply<Tally>) => void)[] = []
  let truth = own
  const booth = createBooth({
    send: (path, wish) => {
      sent.push(`${path} ${wish}`)
      return new Promise((answer) => answers.push(answer))
    },
    read: () => own,
    show: (_, tally) => void shown.push(tally),
    end: (end) => void ends.push(end),
  })
  const answer = async (reply?: Reply<Tally>) => {
    const wish = sent.at(-answers.length)?.split(' ')[1] ?? 'null'
    truth = withVote(truth, wish === 'null' ? null : wish)
    answers.shift()?.(reply ?? { ok: true, value: truth })
    await settle()
  }
  return { booth, sent, shown, ends, answer }
}

test('a vote is shown before the response, and then replaced by the server’s counts', async () => {
  const { booth, shown, ends, answer } = scene()
  void booth.vote('bemoanings/1', 'bemoan')
  assert.deepEqual(shown, [{ votes: { bemoan: 11, self_inflicted: 2 }, mine: 'bemoan' }])
  const said = { votes: { bemoan: 14, self_inflicted: 2 }, mine: 'bemoan' }
  await answer({ ok: true, value: said })
  assert.equal(ends.length, 1)
  assert.deepEqual(ends[0]?.reply, { ok: true, value: said })
})

test('with rapid taps one request runs at a time, and the last wish wins', async () => {
  const { booth, sent, shown, ends, answer } = scene()
  for (const wish of ['bemoan', null, 'self_inflicted', 'bemoan', 'self_inflicted'])
    void booth.vote('bemoanings/1', wish)
  assert.deepEqual(sent, ['bemoanings/1 bemoan'])
  await answer()
  assert.deepEqual(sent, ['bemoanings/1 bemoan', 'bemoanings/1 self_inflicted'])
  assert.equal(ends.length, 0)
  await answer()
  assert.equal(ends.length, 1)
  assert.deepEqual(shown.at(-1), { votes: { bemoan: 10, self_inflicted: 3 }, mine: 'self_inflicted' })
})

test('a wish equal to the one sent is not sent again', async () => {
  const { booth, sent, ends, answer } = scene()
  for (const wish of ['bemoan', null, 'bemoan']) void booth.vote('bemoanings/1', wish)
  await answer()
  assert.deepEqual(sent, ['bemoanings/1 bemoan'])
  assert.equal(ends.length, 1)
})

test('the first request of a page runs alone, later ones in parallel', async () => {
  const { booth, sent, answer } = scene()
  for (const id of [1, 2, 3]) void booth.vote(`bemoanings/${id}`, 'bemoan')
  assert.deepEqual(sent, ['bemoanings/1 bemoan'])
  await answer()
  assert.deepEqual(sent.slice(1), ['bemoanings/2 bemoan', 'bemoanings/3 bemoan'])
})

test('a refusal includes the tally to restore: the server’s last', async () => {
  const { booth, ends, answer } = scene()
  void booth.vote('bemoanings/1', 'bemoan')
  await answer({ ok: false, status: 403, detail: 'This one is yours.' })
  assert.deepEqual(ends[0]?.before, start)
  assert.ok(!booth.isNewer('bemoanings/1', performance.now()))
})

test('without a network the wish stays open, and a later refusal still knows the previous tally', async () => {
  const { booth, ends, shown, answer } = scene()
  void booth.vote('bemoanings/1', 'bemoan')
  await answer(away)
  assert.ok(booth.isNewer('bemoanings/1', performance.now()))
  void booth.vote('bemoanings/1', 'bemoan')
  await answer({ ok: false, status: 404, detail: '' })
  assert.deepEqual(ends.at(-1)?.before, start)
  booth.giveUp('bemoanings/1')
  assert.equal(shown.length, 2)
})

test('a vote that can be neither sent nor stored is reverted', async () => {
  const { booth, shown, answer } = scene()
  void booth.vote('bemoanings/1', 'bemoan')
  await answer(away)
  booth.giveUp('bemoanings/1')
  assert.deepEqual(shown.at(-1), start)
})

test('a vote that ended after a given time is newer', async () => {
  const { booth, answer } = scene()
  const asked = performance.now()
  void booth.vote('bemoanings/1', 'bemoan')
  await answer()
  assert.ok(booth.isNewer('bemoanings/1', asked))
  assert.ok(!booth.isNewer('bemoanings/2', asked))
})
