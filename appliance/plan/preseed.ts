import { isIP } from 'node:net'
import type { Values } from '../config/resolved'
import { type SuiteName, suites } from '../config/suites'
import type { AppSource } from './app'
import { networkPackages } from './interfaces'
import { kernelOptions, lateScript } from './late'
import { type Kind, questions } from './questions'
import { recipe } from './recipe'

/** An answer: the question's owner, name and type, and the value. */
export type Answer = { owner: string; name: string; kind: Kind; value: string }

const yes = 'true'
const no = 'false'

/** The installer's own network is QEMU's, with DHCP. The machine's network is written by the last step. */
function network({ name, appliance }: Values): [string, string][] {
  const domain = appliance.slice(appliance.indexOf('.') + 1)
  return [
    ['netcfg/choose_interface', 'auto'],
    ['netcfg/get_hostname', name],
    ['netcfg/get_domain', domain],
    // Otherwise a name from DHCP would win.
    ['netcfg/hostname', name],
    ['netcfg/link_wait_timeout', '30'],
    ['netcfg/dhcp_timeout', '60'],
    // This network announces no name server. Without an answer the installer would ask for one and wait.
    ['netcfg/get_nameservers', ''],
    // With NetworkManager or netplan installed, netcfg would otherwise replace the file of the last step.
    ['netcfg/target_network_config', 'ifupdown'],
  ]
}

/** The source of packages during the install: the builder's cache, as seen by the guest. */
export type Mirror = { host: string; port: number; directory: string }

function sources(suite: SuiteName, mirror: Mirror): [string, string][] {
  return [
    ['mirror/country', 'manual'],
    ['mirror/protocol', 'http'],
    ['mirror/http/hostname', mirror.port === 80 ? mirror.host : `${mirror.host}:${mirror.port}`],
    ['mirror/http/directory', mirror.directory],
    ['mirror/http/proxy', ''],
    ['mirror/suite', suite],
  ]
}

const repositories = (list: readonly { line: string; key: string }[]): [string, string][] =>
  list.flatMap(({ line, key }, n): [string, string][] => [
    [`apt-setup/local${n}/repository`, line],
    [`apt-setup/local${n}/key`, `base64://${Buffer.from(key).toString('base64')}`],
  ])

/** Packages for every machine: SSH access, and what the last step needs to set up disk and kernel. */
const basePackages = ['openssh-server', 'dosfstools', 'fdisk', 'zstd']

/** The builder's own answers, in the order of the questions. */
function own(values: Values, mirror: Mirror, app: AppSource | null): [string, string][] {
  const { os } = values
  const [, language = 'en', country = 'US'] = /^([a-z]{2,3})(?:_([A-Z]{2}))?/.exec(os.locale) ?? []
  return [
    // Without a country it would ask for one before it takes the time zone.
    ['debian-installer/language', language],
    ['debian-installer/country', country],
    ['debian-installer/locale', os.locale],
    ['keyboard-configuration/xkb-keymap', os.keymap],
    ...network(values),
    ['hw-detect/load_firmware', no],
    ['hw-detect/firmware-lookup', 'never'],
    ...sources(os.suite, mirror),
    ['passwd/root-login', yes],
    ['passwd/make-user', no],
    // No password works for root, only the keys.
    ['passwd/root-password-crypted', '*'],
    ['clock-setup/utc', yes],
    ['clock-setup/ntp', no],
    ['time/zone', os.timezone],
    ['partman-auto/disk', '/dev/vda'],
    ['partman-auto/method', 'regular'],
    ['partman-auto/expert_recipe', recipe],
    ['partman-auto/choose_recipe', 'appliance'],
    ['partman-basicfilesystems/no_swap', no],
    ['partman-partitioning/choose_label', 'gpt'],
    ['partman-partitioning/default_label', 'gpt'],
    ['partman-partitioning/confirm_write_new_label', yes],
    ['partman-efi/non_efi_system', yes],
    ['partman/choose_partition', 'finish'],
    ['partman/confirm', yes],
    ['partman/confirm_nooverwrite', yes],
    ['partman/mount_style', 'uuid'],
    ['base-installer/install-recommends', no],
    ['base-installer/kernel/image', suites[os.suite].kernels[os.kernel]],
    ['apt-setup/enable-source-repositories', no],
    // The guest's network has no security archive; the last step adds it.
    ['apt-setup/services-select', 'updates'],
    ...repositories(app ? [...os.repositories, app] : os.repositories),
    ['tasksel/first', ''],
    ['popularity-contest/participate', no],
    [
      'pkgsel/include',
      [...basePackages, ...networkPackages(values.net), ...os.packages, ...(app ? [app.name] : [])].join(' '),
    ],
    ['pkgsel/upgrade', 'none'],
    ['pkgsel/update-policy', 'none'],
    ['grub-installer/only_debian', yes],
    ['grub-installer/with_other_os', yes],
    ['grub-installer/bootdev', '/dev/vda'],
    ['grub-pc/install_devices_empty', yes],
    ['debian-installer/add-kernel-opts', kernelOptions],
    ['preseed/late_command', `sh ${lateScript}`],
    ['finish-install/reboot_in_progress', ''],
    ['debian-installer/exit/poweroff', yes],
  ]
}

/**
 * Returns all answers to the installer, with the config's overrides merged by question.
 * @param app the application's package; null for a plain system
 */
export function preseedOf(values: Values, mirror: Mirror, app: AppSource | null): Answer[] {
  if (isIP(mirror.host) === 0 && !/^[a-z0-9.-]+$/i.test(mirror.host))
    throw new Error(`not a valid host name: ${mirror.host}`)
  const answers = new Map(own(values, mirror, app))
  for (const [name, value] of Object.entries(values.preseed)) answers.set(name, String(value))
  return [...answers].map(([name, value]) => {
    const question = questions[name]
    if (!question) throw new Error(`the list of questions lacks ${name}`)
    return { name, value, ...question }
  })
}

/** Formats answers for the installer: owner, question, type, one space, value (debconf-set-selections(1)). */
export const preseedText = (answers: readonly Answer[]): string =>
  [
    '#_preseed_V1',
    ...answers.map(({ owner, name, kind, value }) =>
      value === '' ? `${owner} ${name} ${kind}` : `${owner} ${name} ${kind} ${value}`,
    ),
    '',
  ].join('\n')
