import { setTimeout as sleep } from 'node:timers/promises'
import type { Machine } from './machine'

/** The machine did not come up. */
export class NotReadyError extends Error {}

/**
 * Waits until the machine reports on its console that the site responds.
 * @param times how many earlier reports to skip, as after a restart
 * @returns the seconds it took
 */
export async function untilReady(machine: Machine, seconds: number, times = 0): Promise<number> {
  const began = Date.now()
  for (;;) {
    const text = await machine.console()
    const words = [...text.matchAll(/^appliance: (ready|not ready.*)$/gm)].map(([, word = '']) => word.trim())
    const word = words[times]
    if (word === 'ready') return Math.round((Date.now() - began) / 1_000)
    const last = text.trim().split('\n').pop() ?? ''
    if (word) throw new NotReadyError(word)
    if (/Kernel panic/.test(text)) throw new NotReadyError(/Kernel panic.*/.exec(text)?.[0])
    if ((Date.now() - began) / 1_000 > seconds)
      throw new NotReadyError(
        `It didn’t report that it was ready within ${seconds} seconds. Its last line: ${last}`,
      )
    await sleep(1_000)
  }
}
