import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deploy, type Guest, rollback } from '../deploy/blue-green'
import type { Accelerator } from '../plan/qemu'
import { type Lab, makeSeed } from './lab'
import { ask, eventually, type Machine, ssh } from './machine'
import { runCases } from './runner'
import type { Tries } from './tries'

/** A guest on a hypervisor in the lab, and everything needed to test it. */
export type Stage = {
  lab: Lab
  /** How to reach the guest. */
  site: Machine
  accelerator: Accelerator
  /** The folder for logs of failed tests. */
  failures: string
  image: string
  /** The guest for deployments. @param seconds the time limit for a new system */
  guest: (seconds: number) => Guest
  /** Seconds until a good system must be ready here. */
  patience: number
}

/** Seconds that a guest's network may take after the guest reports that it is ready. */
const settling = 300

const isUp = (site: Machine) =>
  eventually(async () => assert.equal((await ask(site, '/readyz')).status, 200), settling)

/** Creates the guest and deploys the image to it. The results go to `tried` and `told`. */
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

/** Deploys a system that does not come up, then a good one, and rolls back: data and host keys stay. */
export async function trySwaps(
  { lab, site, guest, image, patience }: Stage,
  { tried }: Tries,
): Promise<void> {
  const key = await ssh(site, 'cat /etc/ssh/ssh_host_ed25519_key.pub')
  const same = async () => {
    await eventually(async () => assert.match((await ask(site, '/new.txt')).text, /thrown away/), settling)
    assert.equal(await ssh(site, 'cat /etc/ssh/ssh_host_ed25519_key.pub'), key)
  }
  await tried('goes back to the previous system and its data when the new one does not come up', async () => {
    const broken = join(lab.folder, 'broken.raw')
    await writeFile(broken, Buffer.alloc(4 << 20, 1))
    await assert.rejects(deploy(guest(90), broken), /runs from its blue disk again/)
    await same()
  })
  await tried('swaps blue for green and keeps data and host keys', async () => {
    assert.deepEqual(await deploy(guest(patience), image), { colour: 'green', swapped: true })
    await same()
  })
  await tried('rolls back', async () => {
    assert.deepEqual(await rollback(guest(patience)), { colour: 'blue', swapped: true })
    await same()
  })
}
