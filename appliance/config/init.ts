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
): string => `# What the appliance is called, what it runs, where it will run.
# npm run appliance -- plan   says what follows from this, and touches nothing.
appliance: ${appliance}
app: .
# target: ${first.padEnd(25)} # or ${[...others].join(', ')}; left out: an image and no more

# name: www                         # the first label of the above
# os:
#   suite: trixie
#   kernel: cloud                   # or generic, with drivers of real hardware
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
#   modes: [${modes.join(', ')}]
#   formats: []                     # vmdk and ova, besides raw and qcow2
# net:
#   bridge: xenbr0${ownLines('net')}
#   mac: 02:00:00:00:00:01          # a hash of name and target
#   address: dhcp                   # or 192.0.2.10/24 with gateway and nameservers
# uuid: 9f6f0a3e-1111-4222-8333-444455556666    # a hash of name and target
# ssh:
#   keys:                           # or files of them; left out: ~/.ssh/*.pub
#     - ssh-ed25519 AAAA… you
# host:${ownLines('host')}
# preseed: {}                       # answers to the installer by question, but for what the builder owns
# hooks:
#   late: []                        # commands in the installed system, as root, before it first starts
# tests: [${defaultTests.join(', ')}]
# timeouts:
#   network: 2m
#   stage: 10m                      # without a sign of life
#   total: 60m
`
