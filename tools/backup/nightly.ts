import { spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { backupEnv } from '@/core/env'
import { operatorSentence } from '@/core/operator-sentence'
import { noteDone, secondsSince } from '@/db/due'
import { readSetting } from '@/lib/setting'
import { describe, makeBackup } from './make'
import { tryBackup, verified } from './restore'
import { passingKey } from './seal'
import type { tellOperator as TellOperatorFunction } from './tell-operator'

type TellOperator = typeof TellOperatorFunction

/** Names of nightly backups, in their order; also those that were made before they had an ending of their own. */
const nightlyName = /^\d{4}-\d\d-\d\dT\d{6}Z\.(gz|backup)$/

/** Six days, so that a timer that is a little early does not skip a week. */
const weekly = 6 * 86_400

/** Hours after which a hook is ended. */
const hookHours = 6

/** Runs the operator's command. @param path of the backup, its first argument */
function runHook(command: string, path: string): Promise<void> {
  const child = spawn('/bin/sh', ['-c', command, 'backup-hook', path], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: hookHours * 3_600_000,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000)
    })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', (code, signal) =>
      code === 0 ? done() : failed(new Error(`BACKUP_HOOK failed (${signal ?? code}). ${said.trim()}`)),
    )
  })
}

/** Deletes the oldest nightly backups of a folder. Files with other names are somebody's, and stay. */
function prune(folder: string, keep: number): void {
  const names = readdirSync(folder)
    .filter((name) => nightlyName.test(name))
    .sort()
  for (const name of names.slice(0, -keep)) rmSync(join(folder, name))
}

/**
 * Tells the operator. Sending emails is a program of its own, loaded when it is needed: it would take memory every night.
 */
async function tell(why: string, note: (line: string) => void): Promise<void> {
  const file = pathToFileURL(resolve('dist/admin-mail.mjs')).href
  const { tellOperator } = (await import(file)) as { tellOperator: TellOperator }
  await tellOperator(why, note, await readSetting('site-contact').catch(() => ''))
}

async function work(folder: string, keep: number, note: (line: string) => void): Promise<void> {
  const file = join(folder, `${new Date().toISOString().replace(/\.\d+|:/g, '')}.backup`)
  const { recipients, hook } = backupEnv()
  const age = await secondsSince('backup tried')
  const isDue = age === null || age > weekly
  // The machine cannot open what it encrypts: for a try it needs a key of its own, which nobody keeps.
  const key = isDue && recipients.length > 0 ? await passingKey() : null
  const made = await makeBackup({
    file,
    by: null,
    recipients: key ? [...recipients, key.recipient] : recipients,
  })
  for (const sentence of describe(file, made)) note(sentence)
  prune(folder, keep)
  if (isDue) {
    await tryBackup(await verified(file, key ? [key.identity] : []))
    await noteDone('backup tried')
    note('Tried it: a restore into a second database brought everything back.')
  }
  if (hook) await runHook(hook, file)
}

/**
 * Makes the backup of a night, and what belongs to it: deletes the oldest, once a week tries a restore, runs the operator's hook.
 * @param keep how many nightly backups stay in the folder
 * @returns 0, or 1 after a failure of which the operator was told
 */
export async function nightly(folder: string, keep: number, note: (line: string) => void): Promise<number> {
  try {
    await work(resolve(folder), keep, note)
    await noteDone('backup whole')
    return 0
  } catch (error) {
    const why = operatorSentence(error)
    note(why)
    await noteDone('backup failed').catch(() => {})
    await tell(why, note)
    return 1
  }
}
