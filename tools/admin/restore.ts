import { plural } from '@/core/plural'
import { readJournal } from '@/db/schema-state'
import { putBack } from '../backup/put-back'
import { contents, restoreBackup, verified } from '../backup/restore'
import { keysOf } from './backup'
import { form, type Voice } from './form'

async function restore(file: string, keys: readonly string[], { note, confirm }: Voice): Promise<number> {
  const backup = await verified(file, keys)
  const { bemoanings, users } = await contents()
  if (bemoanings + users > 0)
    await confirm(
      `The backup of ${backup.made ?? 'unknown time'} replaces all of the database: ${plural(bemoanings, 'bemoaning')} and ${plural(users, 'account')}.`,
    )
  const rows = await restoreBackup(backup)
  note(`Restored ${plural(rows, 'row')} from ${file}.`)
  const build = readJournal().length
  if (backup.from.migrations < build) note(`Migrated them from schema ${backup.from.migrations} to ${build}.`)
  if (backup.format === 2) for (const sentence of await putBack(file, keys)) note(sentence)
  return 0
}

export const restoreForm = form({
  usage: 'restore <file>',
  does: 'replace the database with a backup; an older one is brought to this build’s schema',
  options: { key: { shows: '<file>', does: 'the key of age that opens the backup' } },
  needs: 'begins',
  run: async (args, { key }, voice) => restore(args.file, await keysOf(key), voice),
})
