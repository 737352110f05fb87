/** Days between two changes of a handle. */
export const renameDays = 365

/** Returns when a user may change their handle again; null: now. */
export const renameableFrom = (changedAt: Date | null): Date | null => {
  const from = changedAt && new Date(changedAt.getTime() + renameDays * 86_400_000)
  return from && from.getTime() > Date.now() ? from : null
}
