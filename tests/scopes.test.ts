import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { noMutes, type Viewer } from '@/core/context'
import { feedCredential, ScopeError, sessionCredential, tokenCredential } from '@/core/credential'
import type { TokenScope } from '@/core/vocabulary'

/** Functions that take a viewer and only read: their callers show the result to that viewer alone. */
const readers = new Set([
  // Checks that callers run before they write; the callers demand a scope themselves.
  'waitsForJury',
  'whyRefused',
  'notYet',
  'limitBemoaning',
  'mayNotDecide',
  'staleFailure',
  'checkOwnPassword',
  // The items shown to a juror, on a page of their own.
  'nextItem',
  'isShown',
  'lastVerdict',
  'readBoard',
  'findChoices',
  'findFeedToken',
  'findHeld',
  'readExport',
  // The functions that commands run in.
  'asOwner',
  // Options for a browser before it creates a passkey.
  'registrationOptions',
])

/** Reauthentication: it needs a session, and no scope. */
const proofs = new Set(['reauthenticate', 'reauthenticateByPasskey', 'reauthenticateByKey'])

type Command = { name: string; file: string }

const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => join('lib', file))

const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))

/** The types that are a viewer, a part of one, or contain one, such as `Ballot`. */
const holders = new Set(['Viewer', 'Pick<Viewer'])
for (const text of texts.values())
  for (const [, name = ''] of text.matchAll(/export type (\w+) = \{[^}]*\bviewer: Viewer\b/g))
    holders.add(name)

/** Every exported function whose first parameter is one of them. */
const takers = [...texts].flatMap(([file, text]): Command[] => {
  const heads = text.matchAll(
    /export (?:async )?(?:function|const) (\w+)\s*(?:=\s*(?:async )?)?(?:<\w+>)?\(\s*(?:\w+|\{[^}]*\}): (Pick<Viewer|\w+)\b(?! \|)/g,
  )
  return [...heads].flatMap(([, name = '', type = '']) => (holders.has(type) ? [{ name, file }] : []))
})
const commands = takers.filter(({ name }) => !readers.has(name) && !proofs.has(name))

const aViewer = (credential: Viewer['credential']): Viewer => ({
  id: 1,
  voterId: 1,
  handle: 'somebody',
  role: 'admin',
  createdAt: new Date(0),
  keyboard: true,
  unread: 0,
  openWork: 0,
  mutes: noMutes,
  follows: [],
  followedUsers: [],
  hideSeen: false,
  lastVisitAt: null,
  sessionId: null,
  staffWaits: false,
  credential,
})

/** Calls a command with only a viewer: it must stop before it looks at anything else. */
async function isStopped({ file, name }: Command, viewer: Viewer): Promise<boolean> {
  const module = (await import(resolve(file))) as Record<string, (...args: unknown[]) => unknown>
  const run = module[name]
  assert.ok(run, `${file} exports ${name}`)
  try {
    // A viewer, and an object that contains one.
    await run({ ...viewer, viewer, network: 'n' }, {}, {}, {})
    return false
  } catch (error) {
    return error instanceof ScopeError
  }
}

test('there are commands to check, and every exemption is used', () => {
  assert.ok(commands.length >= 50, `${commands.length} commands`)
  const names = new Set(takers.map(({ name }) => name))
  for (const name of [...readers, ...proofs])
    assert.ok(names.has(name), `${name} is exempt and does not exist`)
})

test('no command does anything for a private feed, or for a token that may only read', async () => {
  const open: string[] = []
  for (const command of commands)
    for (const credential of [feedCredential, tokenCredential(['read'], 'test')])
      if (!(await isStopped(command, aViewer(credential))))
        open.push(`${command.file} ${command.name} for ${credential.kind}: begin it with demand(viewer, …)`)
  assert.deepEqual(open, [])
})

test('each command needs exactly one scope', async () => {
  for (const command of commands) {
    const stopped: Record<string, boolean> = {}
    for (const scope of ['write', 'account'] as TokenScope[])
      stopped[scope] = await isStopped(command, aViewer(tokenCredential([scope], 'test')))
    assert.equal(
      Object.values(stopped).filter(Boolean).length,
      1,
      `${command.name} is stopped for ${JSON.stringify(stopped)}`,
    )
    assert.equal(await isStopped(command, aViewer(sessionCredential)), false, `${command.name} for a session`)
  }
})
