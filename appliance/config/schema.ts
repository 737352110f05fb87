import { z } from 'zod'
import { kernels } from './kernels'
import { answers } from './preseed'
import { suiteNames } from './suites'
import { testNames } from './tests'
import {
  deviceName,
  forward,
  hostName,
  keymap,
  keyOrFile,
  locale,
  mac,
  machineName,
  mirror,
  packageName,
  size,
  span,
  target,
  timezone,
} from './values'

export const modes = ['pvh', 'pv', 'hvm', 'kvm'] as const
export const formats = ['vmdk', 'ova'] as const
export type Format = (typeof formats)[number]
export type Mode = (typeof modes)[number]

const repository = z.strictObject({
  /** A line as in sources.list, without options: address, suite, components. */
  line: z
    .string()
    .regex(
      /^https?:\/\/[^\s"'`$\\]+ [a-z0-9/.-]+(?: [a-z0-9-]+)*$/,
      'It is an address, a suite and components, as in sources.list.',
    ),
  key: z
    .string()
    .startsWith('-----BEGIN PGP PUBLIC KEY BLOCK-----', 'The repository needs its public key, armoured.'),
})

const fixed = 'It is dhcp, or an address such as 192.0.2.10/24.'
const unique = <T>(list: readonly T[]): boolean => new Set(list).size === list.length

/** Everything that a config may say. What is left out gets a default or is guessed; `resolve` says which. */
export const configSchema = z
  .strictObject({
    appliance: hostName,
    app: z.string().min(1).max(500),
    target: target.optional(),
    name: machineName.optional(),
    os: z
      .strictObject({
        suite: z.enum(suiteNames).optional(),
        mirror: mirror.optional(),
        kernel: z.enum(kernels).optional(),
        locale: locale.optional(),
        keymap: keymap.optional(),
        timezone: timezone.optional(),
        repositories: z.array(repository).max(9).optional(),
        packages: z.array(packageName).max(500).refine(unique, 'A package is named twice.').optional(),
      })
      .optional(),
    vm: z
      .strictObject({
        cpus: z.int().min(1).max(64).optional(),
        memory: size('512M', '1T').optional(),
        disk: size('4G', '2T').optional(),
        data: size('1G', '8T').optional(),
        /** More forms of the image than raw and qcow2. */
        formats: z.array(z.enum(formats)).refine(unique, 'A format is named twice.').optional(),
        modes: z.array(z.enum(modes)).min(1).refine(unique, 'A mode is named twice.').optional(),
      })
      .optional(),
    net: z
      .strictObject({
        bridge: deviceName.optional(),
        /** On kvm:/// instead of a bridge: ports of this machine. */
        forwards: z.array(forward).max(20).optional(),
        mac: mac.optional(),
        address: z.union([z.literal('dhcp'), z.cidrv4(fixed)], fixed).optional(),
        gateway: z.ipv4('This is no IPv4 address.').optional(),
        nameservers: z.array(z.ipv4('This is no IPv4 address.')).min(1).max(3).optional(),
      })
      .refine(({ address, gateway }) => !address || address === 'dhcp' || gateway, {
        path: ['gateway'],
        message: 'A fixed address needs a gateway.',
      })
      .optional(),
    uuid: z.uuid('This is no UUID.').optional(),
    ssh: z.strictObject({ keys: z.array(keyOrFile).min(1).max(50).optional() }).optional(),
    host: z.strictObject({ volumeGroup: deviceName.optional() }).optional(),
    preseed: answers.optional(),
    hooks: z.strictObject({ late: z.array(z.string().min(1).max(2_000)).max(50).optional() }).optional(),
    tests: z.array(z.enum(testNames)).max(100).optional(),
    timeouts: z
      .strictObject({ network: span.optional(), stage: span.optional(), total: span.optional() })
      .optional(),
  })
  .refine(({ target, net }) => !net?.forwards?.length || target === 'kvm:///', {
    path: ['net', 'forwards'],
    message: 'Ports are forwarded on kvm:/// only.',
  })

export type Config = z.infer<typeof configSchema>
