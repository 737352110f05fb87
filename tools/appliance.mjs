// `npm run appliance -- <verb>`: installs what is missing, then runs the builder. `npm run test:appliance` builds with the
// real installer and tries what it built; `npm run test:xen` and `test:kvm` deploy it (--NAME does for any of
// appliance/targets/), `npm run test:plain` compares it with what the installer makes by itself.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { install } from './lib/prepare.mjs'

install()
const [first, ...rest] = process.argv.slice(2)
const programs = { '--whole': 'appliance/lab/whole-test.ts', '--plain': 'appliance/lab/plain-test.ts' }
/** `--xen`: what tries deployments to a hypervisor lies in its folder. */
const trial = `appliance/targets/${/^--([a-z0-9-]+)$/.exec(first ?? '')?.[1] ?? ''}/lab/trial.ts`
const program = programs[first] ?? (existsSync(trial) ? trial : undefined)
const child = spawn(
  process.execPath,
  ['--import', 'tsx', program ?? 'appliance/main.ts', ...(program ? rest : process.argv.slice(2))],
  { stdio: 'inherit' },
)
// It has guests to end, and files to take away: whoever ends this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
