import { targetOf, targets } from '../targets/registry'
import type { Section } from '../targets/target'
import { type Complaint, ConfigError } from './errors'
import { macOf, uuidOf } from './identity'
import type { Card, Facts, Origin, Resolved, Values } from './resolved'
import { type Config, modes } from './schema'
import { bytesOf } from './values'

const G = bytesOf('1G')

/** Returns a card after the first one with every value. @param n counts from 0 */
const fullCard = (
  {
    bridge,
    mac,
    address,
    gateway,
    address6,
    gateway6,
    vlan,
  }: NonNullable<NonNullable<Config['net']>['more']>[number],
  name: string,
  target: string | null,
  n: number,
): Card => ({
  bridge: bridge ?? null,
  mac: mac ?? macOf(`${name}\0${n + 1}`, target, targetOf(target ?? '')?.macPrefix),
  address: address ?? 'dhcp',
  gateway: gateway ?? null,
  address6: address6 ?? 'auto',
  gateway6: gateway6 ?? null,
  vlan: vlan ?? null,
})

/** Files of appliance/tests/, in the order they run in. */
export const defaultTests = [
  'image',
  'http',
  'browser',
  'database',
  'units',
  'isolated',
  'backup',
  'boots',
  'mail',
] as const

/** Takes each value from the file, or else a default or guess, and records which. */
class Picker {
  readonly origins: Record<string, Origin> = {}

  pick<T>(
    path: string,
    given: T | undefined,
    otherwise: T,
    from: 'default' | 'guess' = 'default',
    why?: string,
  ): T {
    this.origins[path] = given === undefined ? { from, ...(why ? { why } : {}) } : { from: 'file' }
    return given === undefined ? otherwise : given
  }
}

/**
 * Returns a config with every value filled in.
 * @param facts facts about this machine, for guesses
 * @throws ConfigError if a value has neither a default nor a guess
 */
export function resolve(config: Config, facts: Facts, file: string): Resolved {
  const picker = new Picker()
  const pick = picker.pick.bind(picker)
  const { os = {}, vm = {}, net = {}, timeouts = {} } = config
  const own = (section: Section): Record<string, unknown> => {
    const block: Readonly<Record<string, unknown>> = config[section] ?? {}
    const keys = targets.flatMap((one) => one.keys).filter((key) => key.section === section)
    return Object.fromEntries(
      keys.map(({ name, otherwise }) => [name, pick(`${section}.${name}`, block[name], otherwise)]),
    )
  }
  const firstGateway = [net, ...(net.more ?? [])].find(({ gateway }) => gateway)?.gateway
  const target = pick('target', config.target, null, 'default', 'image only')
  const name = pick(
    'name',
    config.name,
    config.appliance.split('.')[0] ?? '',
    'guess',
    'the first label of the host name',
  )
  const found = Object.values(facts.publicKeys)
  if (!config.ssh?.keys && found.length === 0) throw new ConfigError(file, [noKeys])
  const values: Values = {
    appliance: pick('appliance', config.appliance, ''),
    name,
    app: pick('app', config.app, '.'),
    target,
    os: {
      suite: pick('os.suite', os.suite, 'trixie'),
      mirror: facts.aptMirror
        ? pick('os.mirror', os.mirror, facts.aptMirror, 'guess', 'the mirror of this machine’s apt')
        : pick('os.mirror', os.mirror, 'http://deb.debian.org/debian'),
      kernel: pick('os.kernel', os.kernel, 'cloud'),
      locale: pick('os.locale', os.locale, 'C.UTF-8'),
      keymap: pick('os.keymap', os.keymap, 'us'),
      timezone: pick('os.timezone', os.timezone, 'Etc/UTC'),
      repositories: pick('os.repositories', os.repositories, []),
      packages: pick('os.packages', os.packages, []),
    },
    vm: {
      cpus: pick('vm.cpus', vm.cpus, 2),
      memory: pick('vm.memory', vm.memory, 2 * G),
      disk: pick('vm.disk', vm.disk, 10 * G),
      data: pick('vm.data', vm.data, 10 * G),
      firmware: pick('vm.firmware', vm.firmware, 'bios'),
      modes: pick('vm.modes', vm.modes, modes),
      formats: pick('vm.formats', vm.formats, []),
    },
    net: {
      bridge: pick(
        'net.bridge',
        net.bridge,
        null,
        'default',
        targets.map(({ title, bridge }) => `${bridge} on ${title}`).join(', '),
      ),
      mac: pick(
        'net.mac',
        net.mac,
        macOf(name, target, targetOf(target ?? '')?.macPrefix),
        'guess',
        'a hash of name and target',
      ),
      address: pick('net.address', net.address, 'dhcp'),
      gateway: pick('net.gateway', net.gateway, null),
      address6: pick('net.address6', net.address6, 'auto'),
      gateway6: pick('net.gateway6', net.gateway6, null),
      vlan: pick('net.vlan', net.vlan, null),
      nameservers: pick('net.nameservers', net.nameservers, firstGateway ? [firstGateway] : []),
      search: pick('net.search', net.search, []),
      bond: pick('net.bond', net.bond, null),
      more: pick(
        'net.more',
        net.more?.map((card, n) => fullCard(card, name, target, n)),
        [],
      ),
      ...own('net'),
    },
    uuid: pick('uuid', config.uuid, uuidOf(name, target), 'guess', 'a hash of name and target'),
    ssh: {
      keys: pick('ssh.keys', config.ssh?.keys, found, 'guess', Object.keys(facts.publicKeys).join(', ')),
    },
    host: own('host'),
    preseed: pick('preseed', config.preseed, {}),
    hooks: { late: pick('hooks.late', config.hooks?.late, []) },
    tests: pick('tests', config.tests, [...defaultTests]),
    timeouts: {
      network: pick('timeouts.network', timeouts.network, 120),
      stage: pick('timeouts.stage', timeouts.stage, 600),
      total: pick('timeouts.total', timeouts.total, 3_600),
    },
  }
  return { values, origins: picker.origins }
}

/** The complaint when the config names no keys and there are none to guess. */
export const noKeys: Complaint = {
  line: 1,
  column: 1,
  message:
    'You couldn’t log in: root has no password, and there’s no public key in ~/.ssh/*.pub. Make a key with ssh-keygen, or name one, or its file, under “ssh: keys:”.',
}
