import type { Finding, Rule } from '../finding'

const GiB = 1 << 30

/** An update needs room for a second system disk next to the first. */
const least = 12 * GiB

/** Checks for room for the next system disk. */
export const volumeGroups: Rule = {
  name: 'volume-groups',
  async look(host) {
    const made = await host.run('vgs', [
      '--noheadings',
      '--units',
      'b',
      '--nosuffix',
      '-o',
      'vg_name,vg_free,vg_size',
    ])
    if (made?.code !== 0) return []
    return made.out
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line): Finding => {
        const [name = '', free = '0', size = '0'] = line.trim().split(/\s+/)
        const [left, all] = [Number(free), Number(size)].map((bytes) => (bytes / GiB).toFixed(1))
        return Number(free) >= least
          ? { level: 'fine', what: `The volume group ${name} has ${left} of ${all} GiB free.` }
          : {
              level: 'warning',
              what: `The volume group ${name} has ${left} of ${all} GiB free. A second system disk needs ${least / GiB} GiB.`,
              cure: 'lvs shows what uses it; vgextend adds a disk.',
            }
      })
  },
}
