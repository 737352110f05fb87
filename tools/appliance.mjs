// `npm run appliance -- <verb>`: installs what is missing, then runs the builder. `npm run test:appliance` builds with the
// real installer and tries what it built; `npm run test:xen` does it on a Xen host, `npm run test:plain`
// compares it with what the installer makes by itself.
import { spawn } from 'node:child_process'
import { install } from './lib/prepare.mjs'

install()
const [first, ...rest] = process.argv.slice(2)
const programs = {
  '--whole': 'appliance/lab/whole-test.ts',
  '--xen': 'appliance/lab/xen-test.ts',
  '--kvm': 'appliance/lab/kvm-test.ts',
  '--plain': 'appliance/lab/plain-test.ts',
}
const program = programs[first]
const child = spawn(
  process.execPath,
  ['--import', 'tsx', program ?? 'appliance/main.ts', ...(program ? rest : process.argv.slice(2))],
  { stdio: 'inherit' },
)
// It has guests to end, and files to take away: whoever ends this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
