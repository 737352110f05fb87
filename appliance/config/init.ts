import { targets } from '../targets/registry'
import type { Section } from '../targets/target'
import { defaultTests } from './resolve'
import { modes } from './schema'

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The keys of all hypervisors in a block, one per line. */
const ownLines = (of: Section): string =>
  targets
    .flatMap(({ keys }) => keys.filter(({ section }) => section === of))
    .map(({ name, otherwise, comment }) =>
      `\n${`#   ${name}: ${written(otherwise)}`.padEnd(34)}${comment && `# ${comment}`}`.trimEnd(),
    )
    .join('')

/** `xen://deploy@dom0.lan     # or kvm:///`, the longest first. */
const [first = '', ...others] = targets
  .map(({ example }) => example)
  .sort((one, other) => other.length - one.length)

/** Returns a starting config: the required keys, and every other key as a comment with its default. */
export const initialConfig = (
  appliance: string,
): string => `# The appliance's name, its application and its target.
# npm run appliance -- plan   shows what this leads to, and changes nothing.
appliance: ${appliance}
app: .
# target: ${first.padEnd(25)} # or ${[...others].join(', ')}; default: build only an image

# name: www                         # default: first label of the above
# os:
#   suite: trixie
#   kernel: cloud                   # or generic, with drivers for real hardware
#   mirror: http://deb.debian.org/debian
#   locale: C.UTF-8
#   keymap: us
#   timezone: Etc/UTC
#   packages: []
#   repositories:
#     - line: https://deb.example.org/debian trixie main
#       key: |
#         -----BEGIN PGP PUBLIC KEY BLOCK-----
# vm:
#   cpus: 2
#   memory: 2G
#   disk: 10G
#   data: 10G
#   firmware: bios                  # or uefi, for guests of KVM
#   modes: [${modes.join(', ')}]
#   formats: []                     # also vmdk, ova; raw and qcow2 always
# net:
#   bridge: xenbr0                  # default: ${targets.map(({ title, bridge }) => `${bridge} on ${title}`).join(', ')}${ownLines('net')}
#   mac: 02:00:00:00:00:01          # default: a hash of name and target
#   address: dhcp                   # or none, or 192.0.2.10/24 with gateway and nameservers
#   address6: auto                  # or dhcp, none, or 2001:db8::10/64 with gateway6
#   more: []                        # cards after the first one, with the same keys
# uuid: 9f6f0a3e-1111-4222-8333-444455556666    # default: a hash of name and target
# ssh:
#   keys:                           # or paths of key files; default: ~/.ssh/*.pub
#     - ssh-ed25519 AAAA… you
# host:${ownLines('host')}
# preseed: {}                       # answers to the installer's questions, except the builder's own
# hooks:
#   late: []                        # commands run as root in the installed system before its first start
# tests: [${defaultTests.join(', ')}]
# timeouts:
#   network: 2m
#   stage: 10m                      # without any output
#   total: 60m
`
