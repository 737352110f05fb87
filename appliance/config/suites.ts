import type { Kernel } from './choices'

/** A Debian release that can be installed: one entry each. */
export type Suite = {
  /** Its number, as in names of packages of the installer. */
  number: number
  /** Its names in an archive, the code name first. */
  names: readonly string[]
  /** The signed package with the netboot installer, for mirrors without the installer's images. */
  installerPackage: string
  /** The kernel for all ways to boot, and the one for hosts. */
  kernels: Readonly<Record<Kernel, string>>
  /** The major version of Postgres in it. */
  postgres: number
}

export const suites = {
  trixie: {
    number: 13,
    names: ['trixie', 'stable'],
    installerPackage: 'debian-installer-13-netboot-amd64',
    kernels: { cloud: 'linux-image-cloud-amd64', generic: 'linux-image-amd64' },
    postgres: 17,
  },
} as const satisfies Record<string, Suite>

export type SuiteName = keyof typeof suites
export const suiteNames = Object.keys(suites) as [SuiteName, ...SuiteName[]]
