/** Addresses that browser scripts use too. They need no slug; `paths` has all of them. */
export const addresses = {
  home: '/',
  random: '/random',
  signOut: '/signout',
  offline: '/offline',
  api: '/api/v1',
  serviceWorker: '/sw.js',
  icon: '/icon-192.png',
  /** Build output whose file names contain a content hash. */
  builtFiles: '/_next/static/',
  user: (handle: string) => `/u/${handle}`,
  picture: (id: number | string) => `/b/${id}/picture.png`,
  vote: (id: number | string) => `/b/${id}/vote`,
  commentVote: (id: number | string) => `/c/${id}/vote`,
} as const

/** Forms after which a different person may be using the browser. */
export const partings = /^\/(signout|signin|signup|settings\/leave)/
