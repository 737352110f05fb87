import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deploy, type Guest, rollback } from '../deploy/blue-green'
import type { Accelerator } from '../plan/qemu'
import { type Lab, makeSeed } from './lab'
import { ask, eventually, type Machine, ssh } from './machine'
import { runCases } from './runner'
import type { Tries } from './tries'

/** A guest on a hypervisor of the lab, and what is needed to try it. */
export type Stage = {
  lab: Lab
  /** The guest as it is reached. */
  site: Machine
  accelerator: Accelerator
  /** A folder for what is kept of tests that failed. */
  failures: string
  image: string
  /** The guest as deployments see it. @param seconds what a new system gets */
  guest: (seconds: number) => Guest
  /** Seconds that a good system gets here. */
  patience: number
}

/** Seconds that the network of a guest may take once it has said that it is ready. */
const settling = 300

const isUp = (site: Machine) =>
  eventually(async () => assert.equal((await ask(site, '/readyz')).status, 200), settling)

/** Makes the guest and deploys the image to it. @returns how many tries it is */
export async function tryDeploy(stage: Stage, { tried, told }: Tries, who: string): Promise<void> {
  const { lab, image, site } = stage
  const place = join(lab.folder, 'seed')
  await mkdir(place)
  const seed = await makeSeed(place, lab.authority, await readFile(`${lab.identity}.pub`, 'utf8'), {})
  await tried(`deploy: ${who}`, async () => {
    assert.deepEqual(await deploy(stage.guest(stage.patience), image, seed), {
      colour: 'blue',
      swapped: true,
    })
    await isUp(site)
  })
  for (const one of await runCases(['http', 'units'], stage)) told(one)
}

/** Deploys one that does not come up, then a good one, and goes back: data and host keys stay. */
export async function trySwaps(
  { lab, site, guest, image, patience }: Stage,
  { tried }: Tries,
): Promise<void> {
  const key = await ssh(site, 'cat /etc/ssh/ssh_host_ed25519_key.pub')
  const same = async () => {
    await eventually(async () => assert.match((await ask(site, '/new.txt')).text, /thrown away/), settling)
    assert.equal(await ssh(site, 'cat /etc/ssh/ssh_host_ed25519_key.pub'), key)
  }
  await tried('a system that does not come up is left for the one before, with its data', async () => {
    const broken = join(lab.folder, 'broken.raw')
    await writeFile(broken, Buffer.alloc(4 << 20, 1))
    await assert.rejects(deploy(guest(90), broken), /runs from blue again, as before/)
    await same()
  })
  await tried('blue to green: the same data, the same host keys', async () => {
    assert.deepEqual(await deploy(guest(patience), image), { colour: 'green', swapped: true })
    await same()
  })
  await tried('back by rollback', async () => {
    assert.deepEqual(await rollback(guest(patience)), { colour: 'blue', swapped: true })
    await same()
  })
}
