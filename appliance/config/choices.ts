/** The kernel of a machine: the small one for guests, or the one with every driver, which a host needs. */
export const kernels = ['cloud', 'generic'] as const
export type Kernel = (typeof kernels)[number]

/** The firmware that a guest of KVM gets. The image boots with both. */
export const firmwares = ['bios', 'uefi'] as const
export type Firmware = (typeof firmwares)[number]

/** Image formats besides raw and qcow2, which every build makes. */
export const formats = ['vmdk', 'ova'] as const
export type Format = (typeof formats)[number]
