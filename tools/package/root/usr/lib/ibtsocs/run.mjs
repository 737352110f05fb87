// Runs one of the site's built programs: `run.mjs dist/server.mjs`.
import { readFileSync } from 'node:fs'

process.chdir('/usr/lib/ibtsocs/app')
process.env.NODE_ENV = 'production'
process.env.ADMIN_COMMAND = 'ibtsocs-admin'
process.env.NEXT_TELEMETRY_DISABLED = '1'
// The configuration as resolved by the build: next.config.mjs is not in the package.
const { config } = JSON.parse(readFileSync('.next/required-server-files.json', 'utf8'))
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
const [program] = process.argv.splice(2, 1)
await import(new URL(program, 'file:///usr/lib/ibtsocs/app/').href)
