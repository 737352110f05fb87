import { type Finding, fine, type Rule } from '../../../doctor/finding'
import type { Host } from '../../../host/host'
import { bridgesOf } from '../host'

const helper = '/usr/lib/qemu/qemu-bridge-helper'
const config = '/etc/qemu/bridge.conf'

/** Returns the verbs for a bridge in a file and its includes. */
async function said(host: Host, file: string, bridge: string, depth = 0): Promise<Set<string>> {
  const verbs = new Set<string>()
  for (const line of ((await host.read(file)) ?? '').split('\n')) {
    const [verb = '', name = ''] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (verb === 'include' && depth < 5)
      for (const one of await said(host, name, bridge, depth + 1)) verbs.add(one)
    else if (name === bridge || name === 'all') verbs.add(verb)
  }
  return verbs
}

/** True if accounts may use a bridge: it is allowed somewhere and denied nowhere (qemu-bridge-helper.c). */
async function allowed(host: Host, bridge: string): Promise<boolean> {
  const verbs = await said(host, config, bridge)
  return verbs.has('allow') && !verbs.has('deny')
}

/**
 * Checks QEMU's bridge helper, which connects guests of ordinary accounts: it must be setuid, and must allow the
 * bridge.
 */
export const bridgeHelper: Rule = {
  name: 'bridge-helper',
  async look(host) {
    const bridges = await bridgesOf(host)
    if (bridges.length === 0 || !(await host.kind(helper))) return []
    const found: Finding[] = []
    const mode = await host.run('stat', ['-c', '%a', helper])
    if (mode?.code === 0 && !/^[4567]\d{3}$/.test(mode.out.trim()))
      found.push({
        level: 'warning',
        what: `${helper} isn’t setuid. Only root can put a guest on a bridge.`,
        cure: `dpkg-statoverride --update --add root root 4755 ${helper}; or use net: forwards: in the config instead`,
      })
    const open: string[] = []
    for (const bridge of bridges) if (await allowed(host, bridge)) open.push(bridge)
    if (open.length === 0)
      found.push({
        level: 'warning',
        what: `${config} doesn’t allow any bridge of this machine (${bridges.join(', ')}). A guest with net: bridge: won’t start.`,
        cure: `mkdir -p /etc/qemu; echo 'allow ${bridges[0]}' >>${config}`,
      })
    return found.length > 0 ? found : [fine(`QEMU’s helper can put guests on ${open.join(', ')}.`)]
  },
}
