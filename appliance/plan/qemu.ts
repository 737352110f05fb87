/** How a guest executes its instructions: on the processor, or by translation. */
export type Accelerator = 'kvm' | 'tcg'

export type Disk = { file: string; format: 'raw' | 'qcow2'; readonly?: boolean }

/** A network. With `restrict` the guest cannot reach the outside; forwarded host ports lead into it. */
export type Network = {
  mac: string
  restrict: boolean
  /** Host port on loopback → guest port, of this guest or of another address in its network. */
  forwards: readonly { host: number; guest: number; to?: string }[]
  /** Addresses in the guest's network that run a program on this machine (its path), once for each connection. */
  services: readonly { address: string; port: number; command: string }[]
}

/** A guest for QEMU. */
export type Guest = {
  name: string
  uuid: string
  accelerator: Accelerator
  cpus: number
  /** Bytes. */
  memory: number
  /** Kernel, initrd and command line to boot; left out, the firmware boots the first disk. */
  direct?: { kernel: string; initrd?: string; commandLine: string }
  /** UEFI firmware instead of BIOS: the code, and a copy of the variables. */
  uefi?: { code: string; variables: string }
  disks: readonly Disk[]
  network: Network | null
  /** The socket of a private switch, and its MAC address there. */
  lan?: { socket: string; mac: string }
  /** True if it may run guests of its own, with AMD's virtualization emulated. */
  nested?: boolean
  /** True if a reboot restarts the guest instead of ending it. */
  reboots?: boolean
  /** A graphics card, for screenshots. */
  screen?: boolean
  /** Destinations of the serial lines, starting with ttyS0. */
  serial: readonly string[]
  /** A socket for the monitor (QMP). */
  monitor: string
}

/** Doubles commas, which separate options in QEMU's arguments. */
const option = (text: string): string => text.replaceAll(',', ',,')

const drive = ({ file, format, readonly = false }: Disk, n: number): string[] => [
  '-drive',
  `id=disk${n},if=none,format=${format},file=${option(file)},discard=unmap${readonly ? ',readonly=on' : ',cache=unsafe'}`,
  '-device',
  `virtio-blk-pci,drive=disk${n}${n === 0 ? ',bootindex=1' : ''}`,
]

function network({ mac, restrict, forwards, services }: Network): string[] {
  const parts = [
    'user,id=net0',
    `restrict=${restrict ? 'on' : 'off'}`,
    ...forwards.map(({ host, guest, to }) => `hostfwd=tcp:127.0.0.1:${host}-${to ?? ''}:${guest}`),
    ...services.map(({ address, port, command }) => `guestfwd=tcp:${address}:${port}-cmd:${option(command)}`),
  ]
  return ['-netdev', parts.join(','), '-device', `virtio-net-pci,netdev=net0,mac=${mac},romfile=`]
}

/**
 * Returns the arguments of qemu-system-x86_64 for a guest, run as an ordinary user with only the devices it needs.
 */
export function qemuArguments(guest: Guest): string[] {
  const { accelerator, direct, uefi } = guest
  return [
    '-name',
    `${option(guest.name)},process=appliance-${guest.name}`,
    '-uuid',
    guest.uuid,
    '-accel',
    accelerator === 'kvm' ? 'kvm' : 'tcg,thread=multi,tb-size=256',
    '-cpu',
    accelerator === 'kvm' ? 'host' : guest.nested ? 'qemu64,+svm,+npt' : 'qemu64',
    '-machine',
    'q35,smm=off',
    '-nodefaults',
    '-no-user-config',
    '-sandbox',
    // A service starts a program for each connection.
    guest.network?.services.length
      ? 'on,obsolete=deny,resourcecontrol=deny'
      : 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
    '-smp',
    String(guest.cpus),
    '-m',
    `${Math.round(guest.memory / (1 << 20))}M`,
    '-display',
    'none',
    '-vga',
    guest.screen ? 'std' : 'none',
    ...(guest.reboots ? [] : ['-no-reboot']),
    ...(uefi
      ? [
          '-drive',
          `if=pflash,unit=0,format=raw,readonly=on,file=${option(uefi.code)}`,
          '-drive',
          `if=pflash,unit=1,format=raw,file=${option(uefi.variables)}`,
        ]
      : []),
    ...(direct
      ? [
          '-kernel',
          direct.kernel,
          ...(direct.initrd ? ['-initrd', direct.initrd] : []),
          '-append',
          direct.commandLine,
        ]
      : []),
    ...guest.disks.flatMap(drive),
    ...(guest.network ? network(guest.network) : ['-nic', 'none']),
    ...(guest.lan
      ? [
          '-netdev',
          `stream,id=lan0,server=off,addr.type=unix,addr.path=${option(guest.lan.socket)}`,
          '-device',
          `virtio-net-pci,netdev=lan0,mac=${guest.lan.mac},romfile=`,
        ]
      : []),
    '-device',
    'virtio-rng-pci',
    ...guest.serial.flatMap((to) => ['-serial', to]),
    '-qmp',
    `unix:${option(guest.monitor)},server=on,wait=off`,
  ]
}
