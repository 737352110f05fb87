/** A browser in words. */
export const deviceOf = (userAgent: string): string => userAgent.slice(0, 40) || 'an unknown program'
