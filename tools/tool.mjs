// `npm run lint` and similar: installs what is missing, then runs a tool of node_modules/.
import { spawnSync } from 'node:child_process'
import { install } from './lib/prepare.mjs'

install()
const [tool, ...args] = process.argv.slice(2)
process.exit(spawnSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit' }).status ?? 1)
