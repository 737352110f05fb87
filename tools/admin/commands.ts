import { readFileSync } from 'node:fs'
import { roles } from '@/core/vocabulary'
import { archiveCommand, baseBackupCommand, restoreToCommand } from './archive'
import { needed, parseCommand, UsageError } from './arguments'
import { audit } from './audit'
import { backup, restore } from './backup'
import { deliveryCommand } from './deliveries'
import { exportSite } from './export'
import { importFortune } from './fortune'
import { nodesCommand } from './nodes'
import { settingCommand } from './settings'
import { banCommand, revealCommand, tokenCommand, unbanCommand, userCommand } from './users'
import type { Command } from './voice'
import { votesCommand } from './votes'

const contentOf = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(`${file} can’t be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** All commands of `npm run admin`. */
export const commands: readonly Command[] = [
  {
    name: 'user',
    usage: [
      ['user create <handle> [--role r] [--password-stdin]', 'create an account'],
      ['user role <handle> <role>', `make it ${roles.join(', ')}`],
      ['user factor-off <handle>', 'turn two-step sign-in off, when app and codes are lost'],
      ['user sign-out <handle>', 'end all its sessions; with everyone, those of all users'],
      ['user mark <handle>', 'its mark in the security log'],
      ['user leave <handle> <erase|anonymise>', 'end an account for its owner'],
      ['user list', 'handles and roles'],
    ],
    run: userCommand,
  },
  {
    name: 'token',
    usage: [
      [
        'token create <handle> [--scope read,write,account] [--days n]',
        'print a new API token; by default it has all scopes and no expiry',
      ],
    ],
    run: tokenCommand,
  },
  {
    name: 'ban',
    usage: [['ban <handle> [--days n] --reason <text>', 'end all sessions, refuse new ones']],
    run: banCommand,
  },
  {
    name: 'nodes',
    usage: [['nodes', 'the processes that serve the site: connections, build, whether they hear each other']],
    run: nodesCommand,
  },
  { name: 'unban', usage: [['unban <handle> [--reason <text>]', 'lift a ban']], run: unbanCommand },
  {
    name: 'reveal',
    usage: [
      [
        'reveal <id> --reason <text>',
        'print the author of an anonymous bemoaning; the public log records it',
      ],
    ],
    run: revealCommand,
  },
  {
    name: 'settings',
    usage: [
      ['settings get [name]', 'print the settings that can change at run time'],
      ['settings set <name> <value>', 'change it'],
    ],
    run: settingCommand,
  },
  {
    name: 'votes',
    usage: [
      ['votes check', 'run the nightly search for voting rings now'],
      ['votes spare <handle>', 'exempt a user from the search for rings; unspare undoes it'],
    ],
    run: votesCommand,
  },
  {
    name: 'import',
    usage: [['import fortune <file>', 'import a fortune(6) file']],
    begins: true,
    run: async (args, voice) => {
      const [kind, file] = parseCommand(args, 2).words
      if (kind !== 'fortune')
        throw new UsageError('Only fortune files can be imported: import fortune <file>.')
      return importFortune(contentOf(needed(file, 'The file')), voice)
    },
  },
  {
    name: 'export',
    usage: [['export', 'print everything published, as JSON lines']],
    run: (args, voice) => parseCommand(args, 0) && exportSite(voice),
  },
  {
    name: 'deliveries',
    usage: [
      ['deliveries', 'list emails and pushes that are pending or failed'],
      ['deliveries retry', 'try all of them again now'],
    ],
    run: deliveryCommand,
  },
  {
    name: 'backup',
    usage: [['backup <file>', 'write the whole database to one file']],
    run: (args, voice) => backup(needed(parseCommand(args, 1).words[0], 'The file'), voice),
  },
  {
    name: 'restore',
    usage: [['restore <file>', 'replace the database with a backup']],
    begins: true,
    run: (args, voice) => restore(needed(parseCommand(args, 1).words[0], 'The file'), voice),
  },
  {
    name: 'archive',
    usage: [
      ['archive <folder>', 'archive the embedded database’s WAL there, from its next start on'],
      ['archive off', 'no longer'],
    ],
    alone: true,
    run: archiveCommand,
  },
  {
    name: 'base-backup',
    usage: [['base-backup <folder>', 'copy the embedded database, for restore-to']],
    run: baseBackupCommand,
  },
  {
    name: 'restore-to',
    usage: [
      [
        'restore-to <time> <folder>',
        'restore the database to a point in time (ISO 8601), into an empty data folder',
      ],
    ],
    alone: true,
    run: restoreToCommand,
  },
  {
    name: 'audit',
    usage: [['audit', 'recompute every stored count; exit 1 on drift']],
    run: (args, voice) => parseCommand(args, 0) && audit(voice),
  },
]
