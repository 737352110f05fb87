import { setPriority } from 'node:os'
import { backupEnv } from '@/core/env'
import { plural } from '@/core/plural'
import { noteDone } from '@/db/due'
import { describe, makeBackup } from '../backup/make'
import { nightly } from '../backup/nightly'
import { unpackFiles } from '../backup/put-back'
import { tryBackup, verified } from '../backup/restore'
import { identitiesOf } from '../backup/seal'
import { form, type Voice } from './form'
import { UsageError } from './parse'

/** Reads the keys that --key names; none without it. */
export const keysOf = async (file: string | undefined): Promise<string[]> =>
  file === undefined ? [] : identitiesOf(file)

/**
 * Writes a backup to a file, encrypted to BACKUP_RECIPIENTS.
 * @param postgres the server's major, for tests
 */
export async function backup(
  file: string,
  { note }: Pick<Voice, 'note'>,
  postgres?: number,
): Promise<number> {
  return write(file, null, { note }, postgres)
}

async function write(
  file: string,
  by: 'copy' | 'pg_dump' | null,
  { note }: Pick<Voice, 'note'>,
  postgres?: number,
): Promise<number> {
  const { recipients } = backupEnv()
  const made = await makeBackup({ file, by, recipients, ...(postgres ? { postgres } : {}) })
  for (const sentence of describe(file, made)) note(sentence)
  return 0
}

/** Lets pages come first, also before what we start. A unit that forbids it has its own Nice=. */
function stepBack(): void {
  try {
    setPriority(10)
  } catch {
    // As it is, then.
  }
}

const key = { shows: '<file>', does: 'the key of age that opens the backup' } as const

const backupForm = form({
  usage: 'backup <file>',
  does: 'write the whole database and the site’s secrets to one file, while the site runs or not',
  options: {
    by: {
      shows: 'copy|pg_dump',
      does: 'how to write the database; pg_dump if it is there in the server’s major',
    },
  },
  run: async (args, { by }, voice) => {
    if (by !== undefined && by !== 'copy' && by !== 'pg_dump')
      throw new UsageError('--by takes copy or pg_dump.')
    stepBack()
    return write(args.file, by ?? null, voice)
  },
})

const tryForm = form({
  usage: 'backup try <file>',
  does: 'restore a backup into a second database, compare, and delete that again',
  options: { key },
  run: async (args, given, { note }) => {
    const rows = await tryBackup(await verified(args.file, await keysOf(given.key)))
    await noteDone('backup tried')
    note(`${args.file} is whole: a restore of it brought ${plural(rows, 'row')} back.`)
    return 0
  },
})

const filesForm = form({
  usage: 'backup files <file> <folder>',
  does: 'unpack what a backup holds beside the database, such as secrets and certificates',
  options: { key },
  needs: 'nothing',
  run: async (args, given, { note, say }) => {
    const keys = await keysOf(given.key)
    await verified(args.file, keys)
    const paths = await unpackFiles(args.file, keys, args.folder)
    for (const path of paths) say(path)
    note(`Unpacked ${plural(paths.length, 'file')}.`)
    return 0
  },
})

const nightlyForm = form({
  usage: 'backup nightly <folder>',
  does: 'for a timer: a new backup there, the oldest deleted, BACKUP_HOOK, once a week a try; an email if it fails',
  options: { keep: { shows: 'N', does: 'how many to keep (14)' } },
  run: async (args, { keep = '14' }, { note }) => {
    if (!/^[1-9]\d{0,3}$/.test(keep)) throw new UsageError('--keep takes a whole number from 1 to 9999.')
    stepBack()
    return nightly(args.folder, Number(keep), note)
  },
})

export const backupForms = [backupForm, tryForm, filesForm, nightlyForm] as const
