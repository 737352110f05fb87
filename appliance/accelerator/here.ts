import { join } from 'node:path'
import type { Values } from '../config/resolved'
import { suites } from '../config/suites'
import { Archive, archiveKeyring } from '../mirror/archive'
import { fetchInstaller } from '../mirror/installer'
import type { Accelerator } from '../plan/qemu'
import { probeAccelerator } from './probe'

/** Returns how guests run on this machine, tested with the installer's own kernel. */
export async function acceleratorHere({ os }: Pick<Values, 'os'>, cache: string): Promise<Accelerator> {
  const files = join(cache, 'files')
  const archive = new Archive(os.mirror, os.suite, files, archiveKeyring, suites[os.suite].names)
  const { kernel } = await fetchInstaller(archive, os.suite, files)
  return (await probeAccelerator(kernel)).accelerator
}
