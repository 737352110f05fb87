import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The types of questions in debconf. */
export type Kind = 'string' | 'boolean' | 'select' | 'multiselect' | 'note' | 'password'

type Question = readonly [owner: string, name: string, kind: Kind]

/** Returns the questions of a list like installer-questions.txt. */
function listed(text: string): Question[] {
  const joined = text.replace(/^#.*\n/gm, '').replaceAll('\n  ', ' ')
  return [...joined.matchAll(/^(\S+) (\S+): (.*)$/gm)].flatMap(([, kind = '', prefix = '', names = '']) =>
    names.split(' ').map((name): Question => ['d-i', `${prefix}${name}`, kind as Kind]),
  )
}

/**
 * The installer's questions that may be answered, with their debconf types. debconf-set-selections accepts any name,
 * so a misspelt one would silently never be asked: this list catches it. Those that the builder itself answers or
 * refuses, and those of packages that ask in the installed system, stand here; the others in installer-questions.txt.
 */
export const questions: Readonly<Record<string, { owner: string; kind: Kind }>> = Object.fromEntries(
  (
    [
      ...listed(readFileSync(join(import.meta.dirname, 'installer-questions.txt'), 'utf8')),
      // localechooser, keyboard-configuration, console-setup
      ['d-i', 'debian-installer/locale', 'string'],
      ['d-i', 'debian-installer/language', 'string'],
      ['d-i', 'debian-installer/country', 'string'],
      ['d-i', 'localechooser/supported-locales', 'multiselect'],
      ['d-i', 'keyboard-configuration/xkb-keymap', 'select'],
      // netcfg
      ['d-i', 'netcfg/choose_interface', 'select'],
      ['d-i', 'netcfg/disable_autoconfig', 'boolean'],
      ['d-i', 'netcfg/dhcp_timeout', 'string'],
      ['d-i', 'netcfg/dhcpv6_timeout', 'string'],
      ['d-i', 'netcfg/link_wait_timeout', 'string'],
      ['d-i', 'netcfg/get_hostname', 'string'],
      ['d-i', 'netcfg/get_domain', 'string'],
      ['d-i', 'netcfg/hostname', 'string'],
      ['d-i', 'netcfg/get_ipaddress', 'string'],
      ['d-i', 'netcfg/get_netmask', 'string'],
      ['d-i', 'netcfg/get_gateway', 'string'],
      ['d-i', 'netcfg/get_nameservers', 'string'],
      ['d-i', 'netcfg/confirm_static', 'boolean'],
      ['d-i', 'netcfg/target_network_config', 'select'],
      ['d-i', 'netcfg/wireless_wep', 'string'],
      // hw-detect
      ['d-i', 'hw-detect/load_firmware', 'boolean'],
      ['d-i', 'hw-detect/firmware-lookup', 'string'],
      // choose-mirror
      ['d-i', 'mirror/country', 'string'],
      ['d-i', 'mirror/protocol', 'select'],
      ['d-i', 'mirror/http/hostname', 'string'],
      ['d-i', 'mirror/http/directory', 'string'],
      ['d-i', 'mirror/http/proxy', 'string'],
      ['d-i', 'mirror/suite', 'string'],
      ['d-i', 'mirror/udeb/suite', 'string'],
      // user-setup
      ['d-i', 'passwd/root-login', 'boolean'],
      ['d-i', 'passwd/make-user', 'boolean'],
      ['d-i', 'passwd/root-password-crypted', 'password'],
      // clock-setup, tzsetup
      ['d-i', 'clock-setup/utc', 'boolean'],
      ['d-i', 'clock-setup/ntp', 'boolean'],
      ['d-i', 'clock-setup/ntp-server', 'string'],
      ['d-i', 'time/zone', 'string'],
      // partman
      ['d-i', 'partman-auto/disk', 'string'],
      ['d-i', 'partman-auto/method', 'string'],
      ['d-i', 'partman-auto/choose_recipe', 'select'],
      ['d-i', 'partman-auto/expert_recipe', 'string'],
      ['d-i', 'partman-basicfilesystems/no_swap', 'boolean'],
      ['d-i', 'partman-partitioning/choose_label', 'select'],
      ['d-i', 'partman-partitioning/default_label', 'string'],
      ['d-i', 'partman-partitioning/confirm_write_new_label', 'boolean'],
      ['d-i', 'partman-efi/non_efi_system', 'boolean'],
      ['d-i', 'partman/choose_partition', 'select'],
      ['d-i', 'partman/confirm', 'boolean'],
      ['d-i', 'partman/confirm_nooverwrite', 'boolean'],
      ['d-i', 'partman/mount_style', 'select'],
      // base-installer, apt-setup, pkgsel, tasksel
      ['d-i', 'base-installer/install-recommends', 'boolean'],
      ['d-i', 'base-installer/kernel/image', 'string'],
      ['d-i', 'base-installer/includes', 'string'],
      ['d-i', 'anna/choose_modules', 'multiselect'],
      ['d-i', 'apt-setup/cdrom/set-first', 'boolean'],
      ['d-i', 'apt-setup/enable-source-repositories', 'boolean'],
      ['d-i', 'apt-setup/non-free-firmware', 'boolean'],
      ['d-i', 'apt-setup/non-free', 'boolean'],
      ['d-i', 'apt-setup/contrib', 'boolean'],
      ['d-i', 'apt-setup/services-select', 'multiselect'],
      ['d-i', 'apt-setup/security_host', 'string'],
      ['d-i', 'apt-setup/disable-cdrom-entries', 'boolean'],
      ...Array.from({ length: 10 }, (_, n) => ['d-i', `apt-setup/local${n}/repository`, 'string'] as const),
      ...Array.from({ length: 10 }, (_, n) => ['d-i', `apt-setup/local${n}/key`, 'string'] as const),
      ...Array.from({ length: 10 }, (_, n) => ['d-i', `apt-setup/local${n}/comment`, 'string'] as const),
      ['d-i', 'pkgsel/include', 'string'],
      ['d-i', 'pkgsel/upgrade', 'select'],
      ['d-i', 'pkgsel/update-policy', 'select'],
      ['d-i', 'pkgsel/run_tasksel', 'boolean'],
      ['tasksel', 'tasksel/first', 'multiselect'],
      ['popularity-contest', 'popularity-contest/participate', 'boolean'],
      // grub-installer
      ['d-i', 'grub-installer/only_debian', 'boolean'],
      ['d-i', 'grub-installer/with_other_os', 'boolean'],
      ['d-i', 'grub-installer/bootdev', 'string'],
      ['d-i', 'grub-installer/force-efi-extra-removable', 'boolean'],
      ['d-i', 'grub-installer/update-nvram', 'boolean'],
      ['d-i', 'debian-installer/add-kernel-opts', 'string'],
      ['grub-pc', 'grub-pc/install_devices_empty', 'boolean'],
      // preseed, finish-install
      ['d-i', 'preseed/early_command', 'string'],
      ['d-i', 'preseed/late_command', 'string'],
      ['d-i', 'partman/early_command', 'string'],
      ['d-i', 'finish-install/reboot_in_progress', 'note'],
      ['d-i', 'finish-install/keep-consoles', 'boolean'],
      ['d-i', 'debian-installer/exit/poweroff', 'boolean'],
      ['d-i', 'debian-installer/exit/halt', 'boolean'],
      ['d-i', 'cdrom-detect/eject', 'boolean'],
    ] as readonly Question[]
  ).map(([owner, name, kind]) => [name, { owner, kind }]),
)

/**
 * Questions that only the builder answers, because other answers would make a different image than promised. Each has
 * the config setting to use instead.
 */
export const owned = [
  [/^partman/, 'Set disk sizes under “vm:”, and make other changes under “hooks: late:”'],
  [/^grub-/, 'Change the boot loader under “hooks: late:”'],
  [/^preseed\//, 'Put commands for the installed system under “hooks: late:”'],
  [/^debian-installer\/(exit\/|add-kernel-opts)/, 'Change the installed system under “hooks: late:”'],
  [/^finish-install\//, 'Change the installed system under “hooks: late:”'],
  [/^passwd\//, 'Set root’s keys under “ssh: keys:”, and make other accounts under “hooks: late:”'],
  [/^apt-setup\/local/, 'Add repositories under “os: repositories:”'],
  [/^mirror\//, 'Set the mirror with “os: mirror:”, and the release with “os: suite:”'],
  [/^base-installer\/kernel\/image$/, 'Choose the kernel with “os: kernel:”'],
  [
    /^netcfg\/(get_|hostname|choose_interface|confirm_static|disable_autoconfig|target_network_config)/,
    'Set the machine’s name with “name:”, and its address under “net:”',
  ],
] as const

/** Never allowed, with any answer. */
export const forbidden = [/^debian-installer\/allow_unauthenticated/, /^anna\/no_kernel_modules$/] as const
