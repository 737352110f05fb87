// Runs one of the site's programs as it was built: `run.mjs dist/server.mjs`.
import { readFileSync } from 'node:fs'

process.chdir('/usr/lib/ibtsocs/app')
process.env.NODE_ENV = 'production'
process.env.NEXT_TELEMETRY_DISABLED = '1'
// The configuration as the build resolved it: next.config.mjs is not packed.
const { config } = JSON.parse(readFileSync('.next/required-server-files.json', 'utf8'))
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
const [program] = process.argv.splice(2, 1)
await import(new URL(program, 'file:///usr/lib/ibtsocs/app/').href)
