/** The addresses that the browser's own scripts use too: plain ones, without what makes slugs. `paths` has all. */
export const addresses = {
  home: '/',
  random: '/random',
  searchPage: '/search',
  signOut: '/signout',
  offline: '/offline',
  api: '/api/v1',
  serviceWorker: '/sw.js',
  icon: '/icon-192.png',
  /** Files that the build of the pages names by their content. */
  builtFiles: '/_next/static/',
  user: (handle: string) => `/u/${handle}`,
  picture: (id: number | string) => `/b/${id}/picture.png`,
  vote: (id: number | string) => `/b/${id}/vote`,
  commentVote: (id: number | string) => `/c/${id}/vote`,
} as const

/** Forms after which somebody else may be looking at the browser. */
export const partings = /^\/(signout|signin|signup|settings\/leave)/
