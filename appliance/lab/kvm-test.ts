// `npm run test:kvm -- GUEST-CONFIG`: the latest build of the guest, on this machine's libvirt by the account that calls;
// deployed, tried, deployed again with a system that does not come up, and rolled back.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Values } from '../config/resolved'
import { deployHere, type Here, noLibvirt, rollbackHere } from '../deploy/libvirt'
import { errorText } from '../host/error-text'
import { unlessInterrupted } from '../host/interrupt'
import { realHost } from '../host/real'
import { loadBuilt } from '../load'
import { freePort, makeSeed, openLab } from './lab'
import { ask, type Machine, ssh } from './machine'
import { program } from './program'
import { runCases } from './runner'
import { makeTries } from './tries'
import { acceleratorHere, builtFolder } from './verb'

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ibtsocs-appliance')

async function main([config = '']: readonly string[], signal: AbortSignal): Promise<number> {
  const { values: own } = await loadBuilt(config, realHost)
  const values: Values = {
    ...own,
    ...{ name: `${own.name}-try`, uuid: crypto.randomUUID() },
    vm: { ...own.vm, data: 2 ** 30 },
    timeouts: { ...own.timeouts, stage: 1_200 },
  }
  const build = await builtFolder(own.name, config)
  if (!(await realHost.run('virsh', ['--version']))) throw new Error(noLibvirt)
  const image = resolve(build, `${own.name}.raw`)
  const accelerator = await acceleratorHere(values, cache)
  const lab = await openLab({ values, image, accelerator, signal })
  const { told, tried, end } = makeTries()
  const failures = join('out', 'kvm-failed')
  await rm(failures, { recursive: true, force: true })
  const ports = { ssh: await freePort(), http: await freePort(), https: await freePort() }
  const folder = join(lab.folder, 'guest')
  const here: Here = {
    ...{ values, accelerator, folder },
    wiring: {
      forwards: [
        { host: ports.ssh, guest: 22 },
        { host: ports.http, guest: 80 },
        { host: ports.https, guest: 443 },
      ],
    },
  }
  const virsh = (...args: string[]) =>
    execFileSync('virsh', ['-q', '-c', 'qemu:///session', ...args], { stdio: 'ignore' })
  const site: Machine = {
    ...{ host: values.appliance, ports, ca: lab.authority.ca, identity: lab.identity },
    knownHosts: join(lab.folder, 'known_hosts'),
    console: () => readFile(join(folder, 'console.log'), 'utf8').catch(() => ''),
    screenshot: async () => false,
    cut: async () => void virsh('destroy', values.name),
  }
  const tries = async (): Promise<void> => {
    const place = join(lab.folder, 'seed')
    await mkdir(place)
    const seed = await makeSeed(place, lab.authority, await readFile(`${lab.identity}.pub`, 'utf8'), {})
    await tried('deploy: a new guest, by an account that is nobody special', async () => {
      assert.deepEqual(await deployHere(here, image, seed), { colour: 'blue', swapped: true })
      assert.equal((await ask(site, '/readyz')).status, 200)
    })
    for (const one of await runCases(['http', 'units'], { lab, site, accelerator, failures })) told(one)
    const key = await ssh(site, 'cat /etc/ssh/ssh_host_ed25519_key.pub')
    const same = async () => {
      assert.match((await ask(site, '/new.txt')).text, /thrown away/)
      assert.equal(await ssh(site, 'cat /etc/ssh/ssh_host_ed25519_key.pub'), key)
    }
    await tried('a system that does not come up is left for the one before, with its data', async () => {
      const broken = join(lab.folder, 'broken.raw')
      await writeFile(broken, Buffer.alloc(4 << 20, 1))
      const soon: Here = { ...here, values: { ...values, timeouts: { ...values.timeouts, stage: 60 } } }
      await assert.rejects(deployHere(soon, broken), /runs from blue again, as before/)
      await same()
    })
    await tried('blue to green: the same data, the same host keys', async () => {
      assert.deepEqual(await deployHere(here, image), { colour: 'green', swapped: true })
      await same()
    })
    await tried('back by rollback', async () => {
      assert.deepEqual(await rollbackHere(here), { colour: 'blue', swapped: true })
      await same()
    })
  }
  try {
    await unlessInterrupted(signal, tries)
  } catch (error) {
    console.error(errorText(error))
  } finally {
    // First its files: a deployment that still goes on cannot start it again.
    await lab.close()
    for (const verb of ['destroy', 'undefine'])
      try {
        virsh(verb, values.name)
      } catch {
        // It was off, or never defined.
      }
  }
  return end('kvm', 6)
}

await program('npm run test:kvm -- GUEST.yaml', { least: 1, most: 1 }, main)
