import { setTimeout as sleep } from 'node:timers/promises'
import type { Machine } from './machine'

type Member = { name: string; role: string; state: string; lag?: number | 'unknown' }

const ask = async (machine: Machine, path: string): Promise<Response | null> =>
  fetch(`http://${machine.address}:8008${path}`, { signal: AbortSignal.timeout(1_000) }).catch(() => null)

/** Returns the machine whose Patroni says that it is the primary; null while none does. */
export async function primaryOf(machines: readonly Machine[]): Promise<Machine | null> {
  const said = await Promise.all(machines.map(async (each) => (await ask(each, '/primary'))?.status === 200))
  return machines[said.indexOf(true)] ?? null
}

/** True if all members follow the primary, and one of them synchronously. */
async function isWhole(machines: readonly Machine[]): Promise<boolean> {
  const primary = await primaryOf(machines)
  const answer = primary && (await ask(primary, '/cluster'))
  const said = answer?.ok ? await answer.json().catch(() => null) : null
  if (!said) return false
  const { members } = said as { members: Member[] }
  return (
    members.length === machines.length &&
    members.some(({ role }) => role === 'sync_standby') &&
    members.every(
      ({ role, state, lag }) =>
        role === 'leader' || (/running|streaming/.test(state) && Number(lag) < 1_000_000),
    )
  )
}

/** Waits until nothing is missing. @throws Error with what Patroni says */
export async function whole(machines: readonly Machine[], seconds = 180): Promise<void> {
  for (let tries = 0; tries < seconds * 4; tries += 1) {
    if (await isWhole(machines)) return
    await sleep(250)
  }
  const [first] = machines
  const said = first && (await (await ask(first, '/cluster'))?.text().catch(() => null))
  throw new Error(`the three databases did not become whole within ${seconds} s: ${said}`)
}

/** Waits for another primary. @returns when it was there, by `performance.now()` */
export async function newPrimary(machines: readonly Machine[], old: Machine, seconds = 90): Promise<number> {
  const others = machines.filter((each) => each !== old)
  for (let tries = 0; tries < seconds * 5; tries += 1) {
    if (await primaryOf(others)) return performance.now()
    await sleep(200)
  }
  throw new Error(`no new primary within ${seconds} s`)
}
