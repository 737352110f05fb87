/** How a guest runs its instructions: by the processor, or by translation. */
export type Accelerator = 'kvm' | 'tcg'

export type Disk = { file: string; format: 'raw' | 'qcow2'; readonly?: boolean }

/** A network: none of the world (`restrict`), and ports of this machine that lead into the guest. */
export type Network = {
  mac: string
  restrict: boolean
  /** Host port on loopback → guest port, of this guest or of another address in its network. */
  forwards: readonly { host: number; guest: number; to?: string }[]
  /** Addresses in the guest's network that lead to a program on this machine, one for each connection: its path. */
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
  /** Kernel, initrd and command line to start with; left out, the firmware boots the first disk. */
  direct?: { kernel: string; initrd: string; commandLine: string }
  /** UEFI firmware instead of BIOS: code, and a copy of the variables. */
  uefi?: { code: string; variables: string }
  disks: readonly Disk[]
  network: Network | null
  /** A socket of a private switch that it is on as well, and its address there. */
  lan?: { socket: string; mac: string }
  /** Whether it may run guests of its own: a processor with AMD's virtualization, emulated. */
  nested?: boolean
  /** Whether a restart of the guest restarts it, rather than ending it. */
  reboots?: boolean
  /** A graphics card, for pictures of its screen. */
  screen?: boolean
  /** Where the serial lines lead, first ttyS0. */
  serial: readonly string[]
  /** A socket for the monitor (QMP). */
  monitor: string
}

/** Commas part options in QEMU's arguments; two of them are one. */
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

/** The arguments of qemu-system-x86_64 for a guest, run as an ordinary user with nothing it does not need. */
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
    ...(direct ? ['-kernel', direct.kernel, '-initrd', direct.initrd, '-append', direct.commandLine] : []),
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
