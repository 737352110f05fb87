import { setFlagsFromString } from 'node:v8'

/*
 * The admin tool. Backups are a program of their own: they run every night beside the site, and all that the other commands
 * need would take 70 MB of memory more.
 */
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const program = words[0] === 'backup' || words[0] === 'restore' ? 'admin-backup' : 'admin-all'
// Rows come and go. The engine would make room for 32 MB of those that went, a third of what a backup takes. At run time it follows
// the factor by which that room grows, and not its limit alone.
if (program === 'admin-backup')
  for (const flag of ['--max-semi-space-size=4', '--semi-space-growth-factor=1']) setFlagsFromString(flag)
// Not a literal, so that it stays a file of its own when this one is bundled.
await import(new URL(`./${program}.mjs`, import.meta.url).href)
