import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Accelerator, Guest } from '../plan/qemu'
import { follow, start } from '../vm/run'

/** Seconds within which a kernel must print its name. */
const patience = 10

/** A guest that only starts a kernel. */
const probeGuest = (kernel: string, initrd: string): Guest => ({
  name: 'probe',
  uuid: '00000000-0000-4000-8000-000000000000',
  accelerator: 'kvm',
  cpus: 1,
  memory: 512 << 20,
  direct: { kernel, initrd, commandLine: 'console=ttyS0,115200 panic=-1' },
  disks: [],
  network: null,
  serial: ['file:console.log'],
  monitor: 'monitor.sock',
})

/**
 * Tests whether KVM works by starting a kernel. A device that opens proves nothing: on some nested hosts guests
 * crawl.
 * @returns the accelerator to use, and why
 */
export async function probeAccelerator(
  kernel: string,
  initrd: string,
): Promise<{ accelerator: Accelerator; why: string }> {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
  } catch {
    return { accelerator: 'tcg', why: 'this user can’t open /dev/kvm' }
  }
  const folder = mkdtempSync(join(tmpdir(), 'appliance-probe-'))
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), patience * 1_000)
  const guest = start(probeGuest(kernel, initrd), folder)
  guest.ended.catch(() => {}).finally(() => over.abort())
  try {
    for await (const line of follow(join(folder, 'console.log'), over.signal))
      if (/Linux version/.test(line)) return { accelerator: 'kvm', why: 'a kernel started under KVM' }
    return { accelerator: 'tcg', why: `no kernel started under KVM within ${patience} seconds` }
  } finally {
    clearTimeout(timer)
    await guest.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
