// `npm run appliance -- <command>`: installs what is missing, then runs the builder. `npm run test:appliance` builds
// with the real installer and tests the result; `npm run test:xen` and `test:kvm` deploy it (--NAME does for any of
// appliance/targets/); `npm run test:plain` compares it with what the installer alone makes.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { install } from './lib/prepare.mjs'

install()
const [first, ...rest] = process.argv.slice(2)
const programs = { '--whole': 'appliance/lab/whole-test.ts', '--plain': 'appliance/lab/plain-test.ts' }
/** `--xen`: the deployment test of a hypervisor is in its folder. */
const trial = `appliance/targets/${/^--([a-z0-9-]+)$/.exec(first ?? '')?.[1] ?? ''}/lab/trial.ts`
const program = programs[first] ?? (existsSync(trial) ? trial : undefined)
const child = spawn(
  process.execPath,
  ['--import', 'tsx', program ?? 'appliance/main.ts', ...(program ? rest : process.argv.slice(2))],
  { stdio: 'inherit' },
)
// The child has guests to end and files to delete, so we pass signals on and wait for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
