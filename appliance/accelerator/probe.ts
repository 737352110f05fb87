import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Accelerator, Guest } from '../plan/qemu'
import { follow, start } from '../vm/run'

/** How guests run on a machine, and why in one sentence. */
export type Probed = { accelerator: Accelerator; why: string }

/** Seconds within which a kernel must print its name. */
const patience = 10

/** The sentences about KVM. Build, run and doctor all use these, so that they never disagree. */
export const kvmSays = {
  missing: 'This machine has no /dev/kvm.',
  closed: 'This account can’t use /dev/kvm.',
  broken: `KVM doesn’t work here: no kernel started under it within ${patience} seconds.`,
  works: 'A kernel started under KVM.',
  untried: 'This account can use /dev/kvm, but no kernel was at hand to try it with.',
} as const

/** A guest that only starts a kernel. */
const probeGuest = (kernel: string): Guest => ({
  name: 'probe',
  uuid: '00000000-0000-4000-8000-000000000000',
  accelerator: 'kvm',
  cpus: 1,
  memory: 512 << 20,
  direct: { kernel, commandLine: 'console=ttyS0,115200 panic=-1' },
  disks: [],
  network: null,
  serial: ['file:console.log'],
  monitor: 'monitor.sock',
})

/**
 * Tests whether KVM works by starting a kernel. A device that opens proves nothing: on some nested hosts guests
 * crawl.
 * @param kernel the file of a kernel; null if there is none to try
 */
export async function probeAccelerator(kernel: string | null): Promise<Probed> {
  if (!existsSync('/dev/kvm')) return { accelerator: 'tcg', why: kvmSays.missing }
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
  } catch {
    return { accelerator: 'tcg', why: kvmSays.closed }
  }
  if (kernel === null) return { accelerator: 'kvm', why: kvmSays.untried }
  const folder = mkdtempSync(join(tmpdir(), 'appliance-probe-'))
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), patience * 1_000)
  const guest = start(probeGuest(kernel), folder)
  guest.ended.catch(() => {}).finally(() => over.abort())
  try {
    for await (const line of follow(join(folder, 'console.log'), over.signal))
      if (/Linux version/.test(line)) return { accelerator: 'kvm', why: kvmSays.works }
    return { accelerator: 'tcg', why: kvmSays.broken }
  } finally {
    clearTimeout(timer)
    await guest.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
