let isDraining = false

/** True once the process has been asked to end: balancers should send no more requests. */
export const draining = (): boolean => isDraining

export function startDraining(): void {
  isDraining = true
}
