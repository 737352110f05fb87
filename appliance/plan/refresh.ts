import type { Values } from '../config/resolved'
import type { AppSource } from './app'
import { quoted } from './late'
import { installGuest } from './plan'
import type { Guest } from './qemu'

/** The path of the script in the initrd. */
export const refreshScript = '/appliance/refresh.sh'

/**
 * Returns a script for the installer's initrd that installs another version of the application on a system disk. The
 * machine itself is not booted, so everything it creates on first boot does not exist yet.
 */
export const refreshCommands = ({ name, line, key }: AppSource, version: string, nonce: string): string =>
  [
    '#!/bin/sh',
    'set -eu',
    'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'export PATH DEBIAN_FRONTEND=noninteractive',
    'mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev || true',
    'say() { echo "appliance: $*" >/dev/ttyS1; }',
    'trap \'say "refresh failed"; sync; poweroff -f\' EXIT',
    'for module in virtio_pci virtio_blk virtio_net ext4; do modprobe -q "$module" || true; done',
    'for second in 1 2 3 4 5 6 7 8 9 10; do [ -b /dev/vda3 ] && break; sleep 1; done',
    'mkdir -p /target && mount -t ext4 /dev/vda3 /target',
    'ip link set lo up; ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0',
    'for folder in proc sys dev; do mount -o bind "/$folder" "/target/$folder"; done',
    'mount -t tmpfs run /target/run; mkdir -p /target/run/lists/partial',
    `cat >/target/run/app.asc <<'KEY'\n${key.trim()}\nKEY`,
    `echo ${quoted(`deb [signed-by=/run/app.asc] ${line}`)} >/target/run/app.list`,
    'options="-o Dir::Etc::SourceList=/run/app.list -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists=/run/lists -o Dpkg::Use-Pty=0"',
    'say refresh begins',
    'chroot /target apt-get $options update >/dev/ttyS1 2>&1',
    `chroot /target apt-get $options -y --allow-downgrades --allow-change-held-packages -o Dpkg::Options::=--force-confold install ${name}=${version} >/dev/ttyS1 2>&1`,
    'chroot /target apt-get clean',
    'umount /target/run /target/dev /target/sys /target/proc; sync; umount /target',
    'trap - EXIT',
    `say done ${nonce}`,
    'sync; sleep 1',
    'poweroff -f',
    '',
  ].join('\n')

/** The guest for a refresh: like the installer's, with the script as its first process. */
export function refreshGuest(values: Values, accelerator: Guest['accelerator']): Guest {
  const guest = installGuest(values, accelerator)
  return {
    ...guest,
    direct: {
      kernel: 'linux',
      initrd: 'initrd.gz',
      commandLine: `console=ttyS0,115200 panic=-1 rdinit=${refreshScript}`,
    },
  }
}
