import type { Kernel } from './choices'

/** A Debian release that can be installed. */
export type Suite = {
  /** Its number, as in the names of the installer's packages. */
  number: number
  /** Its names in an archive, the code name first. */
  names: readonly string[]
  /** The signed package with the netboot installer, for mirrors without the installer's images. */
  installerPackage: string
  /** The kernel packages: the one for all ways to boot, and the one for hosts. */
  kernels: Readonly<Record<Kernel, string>>
  /** Its major version of Postgres. */
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
