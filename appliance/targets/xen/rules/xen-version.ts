import { fine, type Rule } from '../../../doctor/finding'

/** The end of security support for each Xen release (its SUPPORT.md: three years after the release). */
const supported: Readonly<Record<string, string>> = {
  '4.17': '2025-12-12',
  '4.18': '2026-11-16',
  '4.19': '2027-07-29',
  '4.20': '2028-03-05',
  '4.21': '2028-11-19',
  '4.22': '2029-07-30',
}

/** Checks the version of Xen: without security support it does not reliably isolate guests. */
export const xenVersion: Rule = {
  name: 'xen-version',
  async look(host) {
    const major = (await host.read('/sys/hypervisor/version/major'))?.trim()
    const minor = (await host.read('/sys/hypervisor/version/minor'))?.trim()
    if ((await host.read('/sys/hypervisor/type'))?.trim() !== 'xen' || !major || !minor) return []
    const version = `${major}.${minor}`
    const until = supported[version]
    const over = until ? Date.parse(until) < host.now() : Number(minor) < 17
    if (!until && !over) return [fine(`Xen ${version} is newer than this list.`)]
    return over
      ? [
          {
            level: 'warning',
            what: `The Xen project doesn’t fix Xen ${version} any more${until ? ` (since ${until})` : ''}.`,
            cure: 'Check your distribution’s security tracker: it may still fix this version. Otherwise upgrade the host.',
          },
        ]
      : [fine(`Xen ${version} has security support until ${until}.`)]
  },
}
