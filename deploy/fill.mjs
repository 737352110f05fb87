// `node deploy/fill.mjs <values> <folder>`: writes the files of each machine of a cluster, with its addresses and secrets.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** Which file belongs where on which machines. */
const files = [
  { from: 'etcd/etcd', to: 'etc/default/etcd', on: ['DB'] },
  { from: 'patroni/config.yml', to: 'etc/patroni/config.yml', on: ['DB'] },
  { from: 'patroni/first-start.sh', to: 'etc/patroni/first-start.sh', on: ['DB'] },
  { from: 'pgbouncer/pgbouncer.ini', to: 'etc/pgbouncer/pgbouncer.ini', on: ['DB'] },
  { from: 'pgbouncer/userlist.txt', to: 'etc/pgbouncer/userlist.txt', on: ['DB'] },
  { from: 'haproxy/database.cfg', to: 'etc/haproxy/haproxy.cfg', on: ['SITE'] },
  { from: 'site/ibtsocs.env', to: 'etc/ibtsocs.env', on: ['SITE'] },
  { from: 'haproxy/site.cfg', to: 'etc/haproxy/haproxy.cfg', on: ['BALANCER'] },
  { from: 'varnish/site.vcl', to: 'etc/varnish/site.vcl', on: ['BALANCER'] },
  { from: 'valkey/valkey.conf', to: 'etc/valkey/valkey.conf', on: ['STORE'] },
]

/**
 * Replaces `@NAME@` in a text by its value.
 * @throws Error that names a value that is missing or empty
 */
export function fill(text, values) {
  return text.replace(/@([A-Z][A-Z0-9_]*)@/g, (_, name) => {
    const value = values[name]
    if (value === undefined || value === '') throw new Error(`${name} has no value.`)
    return value
  })
}

/** Returns a file of this folder with its values filled in. */
export const filled = (from, values) => fill(readFileSync(join(here, from), 'utf8'), values)

/** Reads lines of `NAME=value`; those that begin with `#` are comments. */
export function readValues(text) {
  const lines = text.split('\n').filter((line) => /^[A-Z]/.test(line))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

/** The values of one machine: those of the cluster, its own address and its name. */
export const valuesOf = (machine, values) => ({
  DATABASE_BIND: '127.0.0.1',
  ...values,
  NAME: machine.toLowerCase(),
  ADDRESS: values[machine],
})

function main([from, into]) {
  if (!from || !into) throw new Error('Usage: node deploy/fill.mjs <values> <folder>')
  const values = readValues(readFileSync(from, 'utf8'))
  const machines = Object.keys(values).filter((name) => /^(DB|SITE|BALANCER)\d+$|^STORE$/.test(name))
  for (const machine of machines)
    for (const { from: file, to, on } of files)
      if (on.includes(machine.replace(/\d+$/, ''))) {
        const target = join(into, machine.toLowerCase(), to)
        mkdirSync(dirname(target), { recursive: true })
        writeFileSync(target, filled(file, valuesOf(machine, values)), { mode: 0o600 })
        if (target.endsWith('.sh')) chmodSync(target, 0o700)
      }
  console.log(`Wrote the files of ${machines.length} machines into ${into}/`)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  try {
    main(process.argv.slice(2))
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
