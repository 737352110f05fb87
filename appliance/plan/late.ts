import type { Values } from '../config/resolved'
import { gptTypes } from '../image/table'
import type { AppSource } from './app'
import { interfacesFile, resolvFile } from './interfaces'
import { pvKernelGone, pvKernelHook, pvKernelHooks, xenMenu } from './pv-kernel'

/** Quotes a text as one word of the shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The path of the last step's script in the installer's overlay. */
export const lateScript = '/appliance/late.sh'

/** The consoles of every way to boot: the last one is /dev/console. */
export const kernelOptions = 'console=tty0 console=hvc0 console=ttyS0,115200n8 net.ifnames=0'

/** Debian's archive, its updates and its security fixes (sources.list(5), DEB822). */
const sources = (suite: string): string[] => [
  'Types: deb',
  'URIs: http://deb.debian.org/debian',
  `Suites: ${suite} ${suite}-updates`,
  'Components: main',
  'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
  '',
  'Types: deb',
  'URIs: http://security.debian.org/debian-security',
  `Suites: ${suite}-security`,
  'Components: main',
  'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
]

/** Runs a package's own step if it has one, with the machine's name. */
const ownStep = ({ name }: AppSource, appliance: string): string[] => {
  const step = `/usr/lib/${name}/as-appliance`
  return [`[ ! -x ${step} ] || ${step} ${appliance}`]
}

/** Writes a script into the installed system. */
const script = (path: string, text: string): string[] => [
  `mkdir -p /target${path.slice(0, path.lastIndexOf('/'))}`,
  `cat >/target${path} <<'SCRIPT'`,
  ...text.trimEnd().split('\n'),
  'SCRIPT',
  `chmod 0755 /target${path}`,
]

/** Writes the machine's own network in place of the installer's, which base-installer has copied to the machine. */
function networkStep(net: Values['net']): string[] {
  const files: [string, string][] = [['/etc/network/interfaces', interfacesFile(net)]]
  const resolv = resolvFile(net)
  if (resolv) files.push(['/etc/resolv.conf', resolv])
  return [
    '',
    '# The machine’s own network instead of the installer’s.',
    ...files.flatMap(([path, text]) => [
      // It may be a link into a folder that isn’t there yet.
      `rm -f /target${path}`,
      `cat >/target${path} <<'FILE'`,
      ...text.trimEnd().split('\n'),
      'FILE',
    ]),
  ]
}

const quietly = 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null'

/**
 * Returns the script that the installer runs last, with `set -e`: keys, GRUB for every way to boot, the data disk,
 * the config's hooks. Its last line sends the nonce to the host; only that is success.
 * @param nonce random for this build
 */
export function lateCommands(
  { appliance, os, net, ssh, hooks }: Pick<Values, 'appliance' | 'os' | 'net' | 'ssh' | 'hooks'>,
  nonce: string,
  app: AppSource | null,
): string {
  // in-target talks to debconf and must read its replies, or the next reader gets them (seen: the installer took one
  // for "back" and restarted its last step). Commands in the target ask no questions.
  const inTarget = (command: string): string => `in-target sh -ec ${quoted(`${quietly}; ${command}`)}`
  return [
    '#!/bin/sh',
    'set -eu',
    'say() { echo "appliance: $*" >/dev/ttyS1; }',
    'trap \'say "late failed at line $LINENO"\' EXIT',
    'say late begins',
    '',
    '# Root may log in with these keys, and has no password.',
    'mkdir -p -m 0700 /target/root/.ssh',
    "cat >/target/root/.ssh/authorized_keys <<'KEYS'",
    ...ssh.keys,
    'KEYS',
    'chmod 0600 /target/root/.ssh/authorized_keys',
    '',
    '# One image boots everywhere: drivers for every hypervisor, GRUB for BIOS and UEFI, no entry in UEFI’s memory.',
    "echo 'MODULES=most' >/target/etc/initramfs-tools/conf.d/appliance",
    inTarget(
      "printf 'GRUB_TIMEOUT=1\\nGRUB_TERMINAL=console\\nGRUB_DISABLE_OS_PROBER=true\\n' >/etc/default/grub.d/appliance.cfg",
    ).replace(/^/, 'mkdir -p /target/etc/default/grub.d\n'),
    ...script('/etc/grub.d/41_appliance', xenMenu),
    ...script(pvKernelHooks.made, pvKernelHook),
    ...script(pvKernelHooks.removed, pvKernelGone),
    inTarget(`for version in $(linux-version list); do ${pvKernelHooks.made} "$version"; done`),
    // The installer's own step for GRUB removes this package.
    'apt-install grub-efi-amd64-bin',
    // partman sets the type of an EFI system partition only if it boots by UEFI itself.
    inTarget(`sfdisk --no-reread --part-type /dev/vda 2 ${gptTypes.esp.toUpperCase()}`),
    inTarget('grub-install --target=x86_64-efi --removable --no-nvram --efi-directory=/boot/efi'),
    inTarget('update-initramfs -u -k all && update-grub'),
    '',
    '# The install used the package cache; from now on packages come from Debian.',
    'rm -f /target/etc/apt/sources.list /target/etc/apt/sources.list.d/* /target/etc/apt/keyrings/apt-setup_*',
    "cat >/target/etc/apt/sources.list.d/debian.sources <<'SOURCES'",
    ...sources(os.suite),
    'SOURCES',
    ...networkStep(net),
    '',
    '# Each copy generates its own identity on its first start.',
    '# Debian generates SSH keys only on what it considers a first start; missing keys alone don’t count.',
    'mkdir -p /target/etc/systemd/system/ssh.service.d',
    "cat >/target/etc/systemd/system/ssh.service.d/keys.conf <<'UNIT'",
    '[Service]',
    'ExecStartPre=',
    'ExecStartPre=/usr/bin/ssh-keygen -A',
    'ExecStartPre=/usr/sbin/sshd -t',
    'UNIT',
    inTarget(
      'rm -f /etc/ssh/ssh_host_*; : >/etc/machine-id; rm -f /var/lib/dbus/machine-id /var/lib/systemd/random-seed',
    ),
    ...(app
      ? [
          '',
          '# The application’s own step for a machine of its own.',
          ...ownStep(app, appliance).map(inTarget),
        ]
      : []),
    ...hooks.late.map((command) => inTarget(command)),
    '',
    'sync',
    'trap - EXIT',
    `say done ${nonce}`,
    '',
  ].join('\n')
}
