/** Which kernel a machine gets: the small one for guests, or the one with every driver, which a host needs. */
export const kernels = ['cloud', 'generic'] as const
export type Kernel = (typeof kernels)[number]
