/** Forms of an image besides raw and qcow2, which every build makes. */
export const formats = ['vmdk', 'ova'] as const
export type Format = (typeof formats)[number]
