import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConsole, readLog } from './lines'
import { progress, stages } from './stages'
import { Watch } from './watch'

const limits = { stage: 600, total: 3_600 }
const menu = (item: string) => `Nov 24 12:19:09 main-menu[2154]: INFO: Menu item '${item}' selected`
const items = stages.flatMap(({ items: [item] }) => item ?? [])

test('lines of the log become events', () => {
  for (const [line, event] of [
    [menu('netcfg'), { kind: 'stage', name: 'netcfg' }],
    [
      "Nov 24 main-menu[2154]: WARNING **: Configuring 'partman-base' failed with error code 10",
      { kind: 'failed', what: "Configuring 'partman-base' failed with error code 10" },
    ],
    ['appliance: done abc', { kind: 'done', nonce: 'abc' }],
    ['appliance: late failed at line 12', { kind: 'failed', what: 'late failed at line 12' }],
    ['appliance: late begins', null],
    ['Nov 24 logger: appliance: done abc', null],
    [
      '[    1.0] Kernel panic - not syncing: VFS: Unable to mount',
      { kind: 'failed', what: 'the kernel panicked: VFS: Unable to mount' },
    ],
    ['anything else', null],
  ] as const)
    assert.deepEqual(readLog(line), event, line)
})

test('lines of the console become events', () => {
  for (const [line, event] of [
    [
      '\x1b[1mDetecting network hardware\x1b[0m  ... 2%... 95%... 100%',
      { kind: 'percent', name: 'Detecting network hardware', percent: 2 },
    ],
    ["Prompt: '?' for help, default=> ", { kind: 'question', name: "Prompt: '?' for help, default=>" }],
    ['  !! ERROR: Bad archive mirror', { kind: 'failed', what: '!! ERROR: Bad archive mirror' }],
    [
      'An installation step failed. You can try to run',
      { kind: 'failed', what: 'an installation step failed' },
    ],
    ['Select a language', { kind: 'question', name: 'Select a language' }],
    ['Starting up', null],
  ] as const)
    assert.deepEqual(readConsole(line), event, line)
})

test('success requires every stage, the right nonce and the guest off', () => {
  const run = (said: readonly string[], word = 'appliance: done n1') => {
    const watch = new Watch('n1', limits, 0)
    for (const item of said) assert.equal(watch.log(menu(item), 1), null)
    return { watch, trouble: watch.log(word, 2) ?? watch.ended() }
  }
  const { watch, trouble } = run(items)
  assert.equal(trouble, null)
  assert.equal(watch.progress, 1)
  assert.deepEqual(
    watch.timeline.map(({ stage }) => stage),
    stages.map(({ name }) => name),
  )
  assert.match(run(items, 'Power down').trouble?.what ?? '', /without reporting that it was done/)
  assert.match(run(items, 'appliance: done n2').trouble?.what ?? '', /a nonce that isn’t this build’s/)
  for (const item of items)
    assert.match(run(items.filter((one) => one !== item)).trouble?.what ?? '', /never began/, item)
})

test('a question without an answer ends the install, and is named', () => {
  const watch = new Watch('n', limits, 0)
  watch.log(menu('netcfg'), 1)
  watch.log('Nov 24 12:24:00 debconf: --> INPUT critical netcfg/get_nameservers', 2)
  assert.equal(watch.console("Prompt: '?' for help, default=>", 3), null)
  const trouble = watch.tick(3_003)
  assert.deepEqual(
    [trouble?.stage, trouble?.what],
    ['network', 'The installer is waiting for an answer to netcfg/get_nameservers.'],
  )
  assert.match(trouble?.cure ?? '', /netcfg\/get_nameservers: …/)
})

test('silence and slowness end it, at the config’s limits', () => {
  const watch = new Watch('n', limits, 0)
  assert.equal(watch.tick(600_000), null)
  assert.match(watch.tick(600_001)?.what ?? '', /printed nothing for 600 seconds/)
  watch.console('...', 600_001)
  assert.equal(watch.tick(1_200_000), null)
  watch.console('...', 3_600_000)
  assert.match(watch.tick(3_600_001)?.what ?? '', /took longer than 3600 seconds/)
})

test('progress grows from stage to stage, and the remaining time is estimated', () => {
  const watch = new Watch('n', limits, 0)
  assert.equal(watch.left(1_000), null)
  let last = -1
  for (const [n, item] of items.entries()) {
    watch.log(menu(item), n)
    assert.ok(watch.progress > last, item)
    last = watch.progress
    watch.console('Something  ... 50%', n)
    assert.ok(watch.progress > last)
  }
  assert.ok((watch.left(100_000) ?? 0) > 0)
  assert.equal(progress(stages.at(-1) as (typeof stages)[number], 100), 1)
})

/** Lines from the second serial line of a real install of trixie: menu, questions, the last step. */
const recorded = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, '../testdata/logs', name), 'utf8')
    .trim()
    .split('\n')

test('a recorded install that worked counts as success', () => {
  const watch = new Watch('NONCE1', limits, 0)
  for (const [n, line] of recorded('done.log').entries()) assert.equal(watch.log(line, n), null, line)
  assert.equal(watch.ended(), null)
})

test('a recorded failure of the last step is reported as that, after every stage', () => {
  const watch = new Watch('n', limits, 0)
  const troubles = recorded('late-failed.log').flatMap((line, n) => watch.log(line, n) ?? [])
  assert.deepEqual(
    watch.timeline.map(({ stage }) => stage),
    stages.map(({ name }) => name),
  )
  assert.deepEqual(
    troubles.map(({ stage, what }) => [stage, what]),
    [['finish', 'late failed at line 20']],
  )
})

test('a recorded install that stopped at a question names it', () => {
  const watch = new Watch('n', limits, 0)
  for (const [n, line] of recorded('question.log').entries()) assert.equal(watch.log(line, n), null)
  assert.equal(watch.console("Prompt: '?' for help> ", 1_000), null)
  const trouble = watch.tick(4_000)
  assert.deepEqual(
    [trouble?.stage, trouble?.what],
    ['accounts', 'The installer is waiting for an answer to localechooser/continentlist.'],
  )
})
