import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filled, type Values, valuesOf } from '@/deploy/fill.mjs'
import { execute } from './execute'
import type { Machine } from './machine'
import { idsOf, type Programs } from './programs'

/** MiB of each database's disk. */
const diskMb = 800

/** Writes a file of the recipe for one machine. @returns its path */
export function place(
  folder: string,
  from: string,
  values: Values,
  to = from.split('/').at(-1) ?? '',
): string {
  const path = join(folder, to)
  writeFileSync(path, filled(from, values))
  return path
}

/** The lines `NAME=value` of a file as an environment. */
export const environmentOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )

/** A machine with etcd, Postgres under Patroni, and PgBouncer, each with its file of the recipe. */
export class DatabaseMachine {
  private readonly values: Values
  constructor(
    readonly machine: Machine,
    readonly folder: string,
    programs: Programs,
    values: Values,
  ) {
    const { name } = machine
    this.values = {
      ...valuesOf(name.toUpperCase(), values),
      PG_DATA: `${folder}/disk/data`,
      PG_RUN: `${folder}/disk`,
      ETCD_DATA: `${folder}/etcd`,
      PATRONI_FOLDER: folder,
      PGBOUNCER_FOLDER: folder,
    }
    const [uid, gid] = idsOf(programs.root, 'postgres')
    mkdirSync(`${folder}/disk`, { recursive: true })
    execute('mount', '-t', 'tmpfs', '-o', `size=${diskMb}m`, 'none', `${folder}/disk`)
    for (const file of [
      'patroni/config.yml',
      'patroni/first-start.sh',
      'pgbouncer/pgbouncer.ini',
      'pgbouncer/userlist.txt',
    ])
      chownSync(place(folder, file, this.values), uid, gid)
    chmodSync(`${folder}/first-start.sh`, 0o700)
    for (const each of [folder, `${folder}/disk`]) chownSync(each, uid, gid)
  }

  startEtcd(): void {
    this.machine.start('etcd', {
      command: ['/usr/bin/etcd'],
      env: environmentOf(filled('etcd/etcd', this.values)),
    })
  }
  startPatroni(): void {
    this.machine.start('patroni', {
      command: ['/usr/bin/patroni', `${this.folder}/config.yml`],
      user: 'postgres',
    })
  }
  startBouncer(): void {
    this.machine.start('pgbouncer', {
      command: ['/usr/sbin/pgbouncer', `${this.folder}/pgbouncer.ini`],
      user: 'postgres',
    })
  }
  /** Kills Postgres and Patroni, as the kernel does when memory is out; etcd goes on. */
  kill(): void {
    this.machine.signal('SIGKILL', ['etcd', 'pgbouncer'])
  }
  /** Fills the disk with a file, or makes it free again. */
  fillDisk(isFull: boolean): void {
    if (isFull) execute('dd', 'if=/dev/zero', `of=${this.folder}/disk/ballast`, 'bs=1M', `count=${diskMb}`)
    else execute('rm', '-f', `${this.folder}/disk/ballast`)
  }
  remove(): void {
    this.machine.remove()
    execute('umount', '-l', `${this.folder}/disk`)
  }
}
