import { z } from 'zod'
import { targetOf, targets } from '../targets/registry'
import type { Section } from '../targets/target'
import { firmwares, formats, kernels } from './choices'
import { checkNet, netKeys } from './network'
import { isArmouredKey } from './pgp-key'
import { answers } from './preseed'
import { suiteNames } from './suites'
import { testNames } from './tests'
import {
  hostName,
  isNumber,
  keymap,
  keyOrFile,
  locale,
  machineName,
  mirror,
  packageName,
  size,
  span,
  timezone,
} from './values'

/** The modes of all hypervisors. */
export const modes = targets.flatMap((target) => target.modes) as [string, ...string[]]

const repository = z.strictObject({
  /** A line as in sources.list, without options: address, suite, components. */
  line: z
    .string()
    .regex(
      /^https?:\/\/[^\s"'`$\\]+ [a-z0-9/.-]+(?: [a-z0-9-]+)*$/,
      'Write an address, a suite and components, as in sources.list.',
    ),
  key: z
    .string()
    .max(262_144)
    .refine(isArmouredKey, 'This isn’t an armoured public key. Paste what gpg --armor --export prints.'),
})

/** The place where the guest runs: `xen://user@host`, `kvm:///`. */
const target = z
  .string()
  .regex(
    new RegExp(`^(?:${targets.map(({ address }) => address.source).join('|')})$`),
    `The target must be ${targets.map(({ form }) => form).join(' or ')}.`,
  )
  .superRefine((address, context) => {
    const message = targetOf(address)?.refuses?.(address)
    if (message) context.addIssue({ code: 'custom', message })
  })

/** Returns the keys of all hypervisors in a block. Only the hypervisors' folders know their types. */
const ownKeys = (of: Section): object =>
  Object.fromEntries(
    targets.flatMap(({ keys }) =>
      keys
        .filter(({ section }) => section === of)
        .map(({ name, schema }) => [name, schema.optional()] as const),
    ),
  )

const isGiven = (value: unknown): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0)

const unique = <T>(list: readonly T[]): boolean => new Set(list).size === list.length

/** The schema of a config. Omitted values get a default or a guess; `resolve` records which. */
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
        packages: z.array(packageName).max(500).refine(unique, 'A package is listed twice.').optional(),
      })
      .optional(),
    vm: z
      .strictObject({
        cpus: z.int().min(1).max(64).optional(),
        memory: size('512M', '1T').optional(),
        disk: size('4G', '2T').optional(),
        data: size('1G', '8T').optional(),
        /** Image formats besides raw and qcow2. */
        formats: z.array(z.enum(formats)).refine(unique, 'A format is listed twice.').optional(),
        firmware: z.enum(firmwares).optional(),
        modes: z.array(z.enum(modes)).min(1).refine(unique, 'A mode is listed twice.').optional(),
      })
      .optional(),
    net: z
      .strictObject({ ...netKeys, ...ownKeys('net') })
      .superRefine((net, context) =>
        checkNet(net, (path, message) => context.addIssue({ code: 'custom', path: [...path], message })),
      )
      .optional(),
    uuid: z.uuid('This isn’t a UUID.').optional(),
    ssh: z.strictObject({ keys: z.array(keyOrFile).min(1).max(50).optional() }).optional(),
    host: z.strictObject({ ...ownKeys('host') }).optional(),
    preseed: answers.optional(),
    hooks: z.strictObject({ late: z.array(z.string().min(1).max(2_000)).max(50).optional() }).optional(),
    tests: z.array(z.enum(testNames)).max(100).optional(),
    timeouts: z
      .strictObject({ network: span.optional(), stage: span.optional(), total: span.optional() })
      .optional(),
  })
  .superRefine((config, context) => {
    if (!config.name && isNumber(config.appliance.split('.')[0] ?? ''))
      context.addIssue({
        code: 'custom',
        path: ['appliance'],
        message: 'Its first label would be the machine’s name, and is a number. Set another “name:”.',
      })
    for (const { scheme, keys } of targets)
      for (const { section, name, only, without = [] } of keys) {
        const block: Readonly<Record<string, unknown>> = config[section] ?? {}
        if (only && isGiven(block[name]) && !config.target?.startsWith(`${scheme}://`))
          context.addIssue({ code: 'custom', path: [section, name], message: only })
        for (const other of without)
          if (isGiven(block[name]) && isGiven(block[other]))
            context.addIssue({
              code: 'custom',
              path: [section, other],
              message: `This can’t be combined with “${name}:”. Remove one.`,
            })
      }
  })

export type Config = z.infer<typeof configSchema>
