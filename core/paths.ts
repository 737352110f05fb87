import { addresses } from './addresses'
import { slugify } from './slug'
import type { SubjectType, Window } from './vocabulary'
import type { StateWindow } from './windows'

const query = (values: Record<string, string | number | null | undefined>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text && `?${text}`
}

/** Every address of the site as a path. */
export const paths = {
  ...addresses,
  top: (window: Window) => `/top/${window}`,
  fixed: '/fixed',
  feed: (name: string) => `/${name}`,
  bemoaning: (id: number, body: string) => `/b/${id}/${slugify(body)}`,
  /** A bemoaning that was drawn at random, which offers another one. */
  drawn: (id: number, body: string, tag?: string) =>
    `/b/${id}/${slugify(body)}${query({ from: 'random', tag })}`,
  shortBemoaning: (id: number) => `/b/${id}`,
  comment: (id: number, body: string, commentId: number) => `/b/${id}/${slugify(body)}#c${commentId}`,
  saveForm: (id: number) => `/b/${id}/save`,
  deleteForm: (id: number) => `/b/${id}/delete`,
  removeForm: (id: number) => `/b/${id}/remove`,
  moderate: (id: number) => `/b/${id}/moderate`,
  stateForm: (id: number) => `/b/${id}/state`,
  bite: (id: number) => `/b/${id}/bite`,
  ending: (id: number) => `/b/${id}/ending`,
  removeEnding: (id: number) => `/b/${id}/ending/remove`,
  proposeFix: (id: number) => `/b/${id}/fix`,
  confirmFix: (proposal: number) => `/fixes/${proposal}/confirm`,
  declineFix: (proposal: number) => `/fixes/${proposal}/decline`,
  why: (id: number, list: string) => `/why/${id}${query({ list })}`,
  jury: '/jury',
  judge: (id: number) => `/jury/${id}`,
  skipJudging: (id: number) => `/jury/${id}/skip`,
  undoVerdict: '/jury/undo',
  appealToJury: (id: number) => `/b/${id}/appeal`,
  report: (type: SubjectType, id: number) => `/report${query({ type, id })}`,
  reportSent: (type: SubjectType, id: number) => `/report${query({ type, id, sent: 1 })}`,
  reportForm: '/report',
  cases: (status?: 'decided') => `/cases${query({ status })}`,
  case: (id: number) => `/cases/${id}`,
  caseVotes: '/cases/votes',
  claimCase: (id: number) => `/cases/${id}/claim`,
  noteCase: (id: number) => `/cases/${id}/note`,
  decideCase: (id: number) => `/cases/${id}/decide`,
  undo: (moderation: number) => `/log/${moderation}/undo`,
  appeal: (moderation: number) => `/appeal/${moderation}`,
  appealBan: (ticket?: string) => `/appeal/ban${query({ ticket })}`,
  inbox: '/inbox',
  inboxOf: (category: string) => `/inbox${query({ category })}`,
  following: '/following',
  chooseTag: (name: string) => `/t/${name}/choice`,
  followUser: (handle: string) => `/u/${handle}/follow`,
  removeLine: (handle: string) => `/u/${handle}/line/remove`,
  aboutMe: '/settings/about',
  muteUser: (handle: string) => `/u/${handle}/mute`,
  muteWord: '/settings/words',
  unmuteWord: '/settings/words/delete',
  hideSeen: '/settings/seen',
  forgetSeen: '/settings/seen/forget',
  feedToken: '/settings/feed',
  mails: '/settings/mails',
  endPush: '/settings/push/delete',
  rename: '/settings/handle',
  keyboard: '/settings/keyboard',
  password: '/settings/password',
  email: '/settings/email',
  keys: '/settings/keys',
  keyCode: '/settings/keys/code',
  removeKey: '/settings/keys/delete',
  tokens: '/settings/tokens',
  removeToken: '/settings/tokens/delete',
  endSession: '/settings/sessions/end',
  theme: '/theme',
  density: '/density',
  leave: '/settings/leave',
  farewell: '/farewell',
  markSeen: '/seen',
  watch: (id: number) => `/b/${id}/watch`,
  another: (tag?: string | null) => `/random${query({ tag })}`,
  evenMuted: (id: number) => `/b/${id}?muted=show`,
  evenMutedPost: (slug: string) => `/blog/${slug}?muted=show`,
  unsubscribePage: '/unsubscribe',
  unsubscribe: (token: string) => `/unsubscribe${query({ token })}`,
  readInbox: '/inbox/read',
  notice: (id: number) => `/inbox/${id}`,
  /** A notice in an email: it also names the comment, for who is not signed in where the email is read. */
  mailedNotice: (
    id: number,
    {
      bemoaning,
      post,
      comment,
    }: { bemoaning?: number | undefined; post: string | null; comment: number | null },
  ) => `/inbox/${id}${query({ b: bemoaning, post, c: comment })}`,
  edit: (id: number) => `/edit/${id}`,
  reply: (id: number, parent?: number) => `/b/${id}/comments${query({ parent })}`,
  /** Shows a form's text as it will be. */
  preview: (action: string) => `${action}/preview`,
  commentEdit: (id: number) => `/c/${id}/edit`,
  commentDelete: (id: number) => `/c/${id}/delete`,
  commentRemove: (id: number) => `/c/${id}/remove`,
  commentRemedy: (id: number) => `/c/${id}/remedy`,
  tags: '/tags',
  proposeTag: '/tags/propose',
  tagProposed: '/tags/propose?sent=1',
  withdrawTag: (proposal: number) => `/tags/proposals/${proposal}/delete`,
  tagProposals: '/cases/tags',
  tagProposal: (id: number) => `/cases/tags/${id}`,
  acceptTag: (id: number) => `/cases/tags/${id}/accept`,
  declineTag: (id: number) => `/cases/tags/${id}/decline`,
  tag: (name: string) => `/t/${name}`,
  search: (q?: string, type?: string) => `/search${query({ q, type })}`,
  submit: '/submit',
  /** A text that this browser sent signed out. */
  sent: (id: number) => `/submit/${id}`,
  deleteSent: (id: number) => `/submit/${id}/delete`,
  forgetSent: '/submit/forget',
  saved: '/saved',
  settings: '/settings',
  proveAgain: (to?: string) => `/settings/again${query({ to })}`,
  proveByPasskey: '/settings/again/passkey',
  proveByKey: '/settings/again/ssh',
  access: '/settings/access',
  removeProvider: '/settings/providers/delete',
  endAccess: '/settings/access/end',
  factor: '/settings/factor',
  startFactor: '/settings/factor/start',
  endFactor: '/settings/factor/end',
  recoveryCodes: '/settings/factor/codes',
  passkeys: '/settings/passkeys',
  removePasskey: '/settings/passkeys/delete',
  undoForm: '/undo',
  undoAddress: (token: string) => `/undo${query({ token })}`,
  settingsReading: '/settings/reading',
  settingsTelling: '/settings/telling',
  settingsStanding: '/settings/standing',
  settingsLeaving: '/settings/leaving',
  exportFile: '/settings/export.zip',
  share: (id: number) => `/share/${id}`,
  embed: (id: number) => `/embed/b/${id}`,
  oembed: (url: string) => `/oembed${query({ url })}`,
  profile: (handle: string, show?: 'comments' | 'remedies') => `/u/${handle}${query({ show })}`,
  signIn: (to?: string) => `/signin${query({ to })}`,
  signInCode: (to?: string) => `/signin/code${query({ to })}`,
  signInPasskey: '/signin/passkey',
  signInKey: '/signin/ssh',
  signInProvider: '/signin/oauth',
  signUp: (to?: string) => `/signup${query({ to })}`,
  about: '/about',
  rules: '/rules',
  votesWeigh: '/rules#votes',
  privacy: '/privacy',
  developers: '/developers',
  log: '/log',
  logEntry: (id: number) => `/log#m${id}`,
  logBy: (filters: {
    action?: string | undefined
    moderator?: string | undefined
    type?: string | undefined
  }) => `/log${query(filters)}`,
  state: (window?: StateWindow) => `/state${query({ window })}`,
  stateCard: '/state/card.svg',
  stateFile: (format: 'csv' | 'json', window?: StateWindow) => `/state.${format}${query({ window })}`,
  verifyForm: '/verify',
  verifyMail: (token: string) => `/verify${query({ token })}`,
  forgot: '/forgot',
  resetForm: '/reset',
  reset: (token: string) => `/reset${query({ token })}`,
  blog: '/blog',
  post: (slug: string) => `/blog/${slug}`,
  postComment: (slug: string, comment: number) => `/blog/${slug}#c${comment}`,
  postPicture: (slug: string) => `/blog/${slug}/picture.png`,
  replyToPost: (slug: string) => `/blog/${slug}/comments`,
  recipe: (slug: string, servings: number, units: 'us' | 'metric') =>
    `/blog/${slug}${query({ servings, units: units === 'metric' ? units : null })}`,
  blogTags: (names?: readonly string[]) =>
    names ? `/blog/tags/${[...names].sort().join('+')}` : '/blog/tags',
  blogSeries: (id?: string) => (id ? `/blog/series/${id}` : '/blog/series'),
  blogTime: (time: string) => `/blog/${time}`,
  randomart: (what?: { key?: string; fingerprint?: string }) => `/randomart${query({ ...what })}`,
} as const

/** Static files that pages link to. */
export const files = {
  icon: '/icon.svg',
  touchIcon: '/apple-touch-icon.png',
  manifest: '/manifest.webmanifest',
  picture: '/picture.png',
  font: '/fonts/newsreader.woff2',
  openSearch: '/opensearch.xml',
  fortune: '/fortune',
  commandLine: '/ibtsocs.tgz',
  knownHosts: '/.well-known/ssh-known-hosts',
  openApi: `${addresses.api}/openapi.json`,
} as const

/** Returns the path of a list with a cursor. */
export const pageAfter = (path: string, cursor: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(cursor)}`

/** Returns the path of a list in another format: `/new` → `/new.atom`; the front page is called `hot`. */
export const inFormat = (path: string, format: string): string => {
  const [bare = '', search] = path.split('?')
  return `${bare === '/' ? '/hot' : bare}.${format}${search ? `?${search}` : ''}`
}

/**
 * Returns a path on this site that is safe to redirect to, from untrusted input.
 * @returns the path with its query, or `/` if it leads anywhere else
 */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/') || text.length > 2000) return '/'
  // Browsers read \ as / and drop control characters, so both can hide another host.
  if (/^\/[/\\]|[\\\x00-\x20\x7f]/.test(text)) return '/'
  const url = new URL(text, 'http://site.invalid')
  // URL has resolved the dots by now, and the rest may begin with another host.
  return url.origin === 'http://site.invalid' && !url.pathname.startsWith('//')
    ? url.pathname + url.search + url.hash
    : '/'
}

/** Returns the address of a comment with its thread alone: its page may have many. @param path of the page */
export const inThread = (path: string, comment: number): string => `${path}?comment=${comment}#c${comment}`

/** The parameter that names a form kept for its sender (lib/user/session/kept-form.ts). */
export const keptParameter = 'kept'

/** Changes the parameter of a local path; null removes it. */
function setKept(path: string, id: string | null, anchor: string | null): string {
  const url = new URL(localPath(path), 'http://site.invalid')
  if (id === null) url.searchParams.delete(keptParameter)
  else url.searchParams.set(keptParameter, id)
  return url.pathname + url.search + (anchor ?? url.hash)
}

/** Returns a page's path with a kept form. @param anchor of the form; null keeps the path's own */
export const withKept = (path: string, id: string, anchor: string | null = null): string =>
  setKept(path, id, anchor)
export const withoutKept = (path: string): string => setKept(path, null, null)
/** Returns the id of the kept form in a path, or null. */
export const keptIn = (path: string): string | null =>
  new URL(localPath(path), 'http://site.invalid').searchParams.get(keptParameter)
