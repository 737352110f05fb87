import { readFileSync } from 'node:fs'
import { audit } from './audit'
import { backup, restore } from './backup'
import { exportSite } from './export'
import { importFortune } from './fortune'
import { settingCommand } from './settings'
import { banCommand, tokenCommand, unbanCommand, userCommand } from './users'

/** How a command speaks: `say` is its result on stdout, `note` is talk on stderr. */
export type Voice = { json: boolean; say: (line: string) => void; note: (line: string) => void }

export type Command = {
  name: string
  usage: string
  does: string
  run: (args: string[], voice: Voice) => Promise<number>
}

/** The command was not called as it should be: exit 2. */
export class UsageError extends Error {}

/** The one argument a command needs. */
export function needed(value: string | undefined, what: string): string {
  if (!value) throw new UsageError(`${what} is missing.`)
  return value
}

/** Everything `npm run admin` can do. */
export const commands: readonly Command[] = [
  {
    name: 'user',
    usage: 'user create <handle> [--role r] [--password-stdin]',
    does: 'make an account',
    run: userCommand,
  },
  { name: 'token', usage: 'token create <handle>', does: 'print a new API token', run: tokenCommand },
  {
    name: 'ban',
    usage: 'ban <handle> [--days n] --reason <text>',
    does: 'end all sessions, refuse new ones',
    run: banCommand,
  },
  { name: 'unban', usage: 'unban <handle> [--reason <text>]', does: 'lift a ban', run: unbanCommand },
  {
    name: 'settings',
    usage: 'settings get [name] | settings set <name> <value>',
    does: 'what may change while the site runs',
    run: settingCommand,
  },
  {
    name: 'import',
    usage: 'import fortune <file>',
    does: 'bring in a fortune(6) file',
    run: async ([kind, file], voice) => {
      if (kind !== 'fortune')
        throw new UsageError('Only fortune files can be imported: import fortune <file>.')
      return importFortune(readFileSync(needed(file, 'The file')), voice)
    },
  },
  {
    name: 'export',
    usage: 'export',
    does: 'everything published, as JSON lines',
    run: (_, voice) => exportSite(voice),
  },
  {
    name: 'backup',
    usage: 'backup <file>',
    does: 'the whole database in one file',
    run: ([file], voice) => backup(needed(file, 'The file'), voice),
  },
  {
    name: 'restore',
    usage: 'restore <file>',
    does: 'replace the database by a backup',
    run: ([file], voice) => restore(needed(file, 'The file'), voice),
  },
  {
    name: 'audit',
    usage: 'audit',
    does: 'recompute every stored count; exit 1 on drift',
    run: (_, voice) => audit(voice),
  },
]
