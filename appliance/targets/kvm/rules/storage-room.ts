import { dirname, join } from 'node:path'
import type { Finding, Rule } from '../../../doctor/finding'
import type { Host } from '../../../host/host'
import { isKvmHost } from '../host'

const GiB = 1 << 30

/** An update needs room for a second system disk next to the first. */
const least = 12 * GiB

/** Returns a folder, or its nearest existing parent. */
async function present(host: Host, folder: string): Promise<string> {
  let at = folder
  while (at !== '/' && !(await host.kind(at))) at = dirname(at)
  return at
}

/** Checks for free space where the builder and libvirt keep disks. */
export const storageRoom: Rule = {
  name: 'storage-room',
  async look(host) {
    if (!(await isKvmHost(host))) return []
    const own = join(host.env('XDG_DATA_HOME') || join(host.home(), '.local', 'share'), 'ibtsocs-appliance')
    const pool = '/var/lib/libvirt/images'
    const found: Finding[] = []
    for (const folder of [own, ...((await host.kind(pool)) ? [pool] : [])]) {
      const made = await host.run('df', ['-B1', '--output=avail', await present(host, folder)])
      const free = Number(made?.out.trim().split('\n').at(-1))
      if (made?.code !== 0 || !Number.isFinite(free)) continue
      const left = (free / GiB).toFixed(1)
      found.push(
        free >= least
          ? { level: 'fine', what: `${folder} has ${left} GiB free.` }
          : {
              level: 'warning',
              what: `${folder} has only ${left} GiB free. A second system disk needs ${least / GiB} GiB.`,
              cure: `du -xsh ${folder}/* shows what uses it; or mount a larger disk at ${folder}.`,
            },
      )
    }
    return found
  },
}
