import { setTimeout as sleep } from 'node:timers/promises'
import { newPrimary, primaryOf, whole } from './cluster'
import type { DatabaseMachine } from './database'
import { halfOpen } from './half-open'
import type { Part } from './outcome'
import { lag } from './replica-lag'
import type { Rig } from './rig'
import type { Watch } from './watch'

const machinesOf = (rig: Rig) => rig.databases.map(({ machine }) => machine)

/** The machine of the primary. */
async function primary(rig: Rig): Promise<DatabaseMachine> {
  const found = await primaryOf(machinesOf(rig))
  const of = rig.databases.find(({ machine }) => machine === found)
  if (!of) throw new Error('there is no primary')
  return of
}

export const parts: Readonly<Record<string, Part>> = {
  'kill-primary': {
    about: 'kill -9 of the primary’s Postgres and Patroni; they start again after the failover',
    run: async (rig) => {
      const old = await primary(rig)
      old.kill()
      const primaryAt = await newPrimary(machinesOf(rig), old.machine)
      await sleep(6_000)
      old.startPatroni()
      return { primaryAt }
    },
  },
  'freeze-primary': {
    about: 'the primary’s machine frozen (SIGSTOP) until another one leads, 10 seconds longer, and thawed',
    run: async (rig) => {
      const old = await primary(rig)
      old.machine.signal('SIGSTOP')
      const primaryAt = await newPrimary(machinesOf(rig), old.machine)
      await sleep(10_000)
      old.machine.signal('SIGCONT')
      return { primaryAt }
    },
  },
  'cut-primary': {
    about: 'the network between the primary and the rest cut for 45 seconds',
    run: async (rig) => {
      const old = await primary(rig)
      const began = performance.now()
      old.machine.connect(false)
      const primaryAt = await newPrimary(machinesOf(rig), old.machine)
      await sleep(Math.max(0, 45_000 - (performance.now() - began)))
      old.machine.connect(true)
      return { primaryAt }
    },
  },
  'kill-node': {
    about: 'kill -9 of a node, which starts again after 3 seconds',
    run: async ({ nodes: [node] }) => {
      await node?.site.kill('SIGKILL')
      await sleep(3_000)
      await node?.site.launch()
      await node?.site.good()
      return {}
    },
  },
  'kill-etcd': {
    about: 'kill -9 of the etcd on the primary’s machine, which starts again after 10 seconds',
    unnoticed: true,
    run: async (rig) => {
      const at = await primary(rig)
      await at.machine.stop('etcd')
      await sleep(10_000)
      at.startEtcd()
      await sleep(5_000)
      return { ok: (await primary(rig)) === at }
    },
  },
  'kill-store': {
    about: 'kill -9 of Valkey while limits are counted, which starts again after 5 seconds',
    unnoticed: true,
    run: async (rig) => {
      const away = async () => {
        const said = await Promise.all(
          rig.nodes.map(({ site }) => rig.metric(site, 'ibtsocs_shared_limits_away')),
        )
        return said.filter((each) => each === 1).length
      }
      await rig.store?.stop('store')
      await sleep(5_000)
      const during = await away()
      rig.startStore()
      await sleep(7_000)
      return {
        ok: during === 3 && (await away()) === 0,
        figures: { 'nodes that counted by themselves': during },
      }
    },
  },
  'kill-balancer': {
    breaks: true,
    about: 'kill -9 of the balancer that people use; it starts again after 5 seconds',
    run: async (rig) => {
      const [, address = ''] = /\/\/([\d.]+):/.exec(rig.front.origin) ?? []
      const balancer = rig.balancers.find((each) => each.address === address)
      await balancer?.stop('haproxy')
      await sleep(5_000)
      if (balancer) rig.startBalancer(balancer)
      return {}
    },
  },
  'half-open': {
    about:
      'a node’s connections to all other machines forward nothing any more, while a text is removed on another node',
    run: halfOpen,
  },
  'rolling-restart': {
    about: 'the three nodes replaced one at a time',
    unnoticed: true,
    run: async (rig) => {
      const codes: (number | null)[] = []
      for (const { site } of rig.nodes) {
        codes.push(await site.kill('SIGTERM'))
        await site.launch()
        await site.good()
        await sleep(1_500)
      }
      return { ok: codes.every((code) => code === 0) }
    },
  },
  'replica-lag': {
    about: 'both replicas 30 seconds behind, while somebody reads what they have just written',
    unnoticed: true,
    run: async (rig) => {
      const lead = await primary(rig)
      return lag(
        rig,
        machinesOf(rig).filter((each) => each !== lead.machine),
      )
    },
  },
  'disk-full': {
    about: 'the disk of the primary (tmpfs) full for 30 seconds',
    run: async (rig, watch) => {
      const at = await primary(rig)
      at.fillDisk(true)
      await sleep(30_000)
      at.fillDisk(false)
      const freed = performance.now()
      await watch.calm(120)
      return {
        endedAt: freed,
        figures: { 'writes calm after the disk was free, ms': Math.round(performance.now() - freed) },
      }
    },
  },
}

/** Waits until the rig is as it was before a fault. */
export async function mended(rig: Rig, watch: Watch): Promise<void> {
  await whole(machinesOf(rig))
  await watch.calm()
}
