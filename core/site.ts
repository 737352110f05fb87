/** The name of the site, short and in full. */
export const siteName = 'IBTSOCS'
export const siteTitle = 'I Bemoan The State Of Computer Science'

/** The public origin of the site without a trailing slash; never taken from a request. */
export const origin = (): string => process.env.SITE_ORIGIN ?? 'http://127.0.0.1:3000'

/** How people call the admin tool here: a package has a command of its own for it. */
export const adminCommand = (): string => process.env.ADMIN_COMMAND || 'npm run admin --'

/** Returns a path as an absolute URL. */
export const absolute = (path: string): string => origin() + path
