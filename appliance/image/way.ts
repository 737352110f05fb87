/** Whether an image can boot in some way, and why. `can` is null if the image alone doesn't show it. */
export type Way = { can: boolean | null; why: string }

export const yes = (why: string): Way => ({ can: true, why })
export const no = (why: string): Way => ({ can: false, why })
export const unknown = (why: string): Way => ({ can: null, why })

/** Adds to a way that works so far what comes later: a fault ends it, doubt makes it uncertain. */
export const next = (way: Way, later: Way): Way =>
  way.can === false || later.can === true
    ? way
    : { can: way.can && later.can, why: later.can === false ? later.why : `${way.why} ${later.why}` }
