import { AsyncLocalStorage } from 'node:async_hooks'
import type { Credential } from './credential'
import type { PlacedParts } from './draw'
import { processWide } from './process-wide'
import type { Role } from './vocabulary'

/** Everything a user has muted: ids of users and tags, names of the tags, and words in lower case. */
export type Mutes = {
  users: readonly number[]
  tags: readonly number[]
  tagNames: readonly string[]
  words: readonly string[]
}

export const noMutes: Mutes = { users: [], tags: [], tagNames: [], words: [] }

/** The signed-in user, with everything that pages and commands need. */
export type Viewer = {
  id: number
  voterId: number
  handle: string
  role: Role
  createdAt: Date
  keyboard: boolean
  /** Unread notices, counted up to 100. */
  unread: number
  /** For moderators: open cases and texts that wait for the jury, each counted up to 100; 0 for others. */
  openWork: number
  mutes: Mutes
  /** Ids of the tags they follow. */
  follows: readonly number[]
  /** Ids of the users they follow. */
  followedUsers: readonly number[]
  /** True if lists leave out bemoanings they have already seen. */
  hideSeen: boolean
  /** The end of their previous visit; null on the first. */
  lastVisitAt: Date | null
  /** Id of the session, so that a list of sessions can mark it; null for an API token. */
  sessionId: string | null
  /** The credential they signed in with and its scopes. */
  credential: Credential
  /** True for a moderator without powers until the account has a second factor and this session has used it. */
  staffWaits: boolean
}

/** A session that waits for its second factor. */
export type Awaiting = { sessionId: string; userId: number }

export type Theme = 'light' | 'dark' | 'system'

/** How a browser asked for its pages to look; part of the key of a cached page. */
export type Look = {
  theme: Theme
  /** Lists are dense: one line under each text, in smaller type. */
  compact: boolean
}

export const usualLook: Look = { theme: 'system', compact: false }

/** A form to show again: its action, the values entered and the errors. */
export type FormState = {
  action: string
  /**
   * `done`: it worked, and the message is shown once. `kept`: the viewer sent it before they signed in. `preview`: they asked
   * for its preview, which is the message, as safe HTML.
   */
  outcome: 'refused' | 'done' | 'kept' | 'preview'
  values: Readonly<Record<string, readonly string[]>>
  errors: readonly { path: string; message: string }[]
  message: string
  /** Path of the conflicting thing, if any. */
  link: string | null
  /** Where to go after signing in, if that is what is missing. */
  signIn?: string
}

/**
 * Everything our server knows about a request, for rendering and for handlers. Only our own server creates one, so a
 * client cannot forge it.
 */
export type RequestContext = {
  viewer: Viewer | null
  /** Passed the first factor (password, key or provider) but not the second, so not signed in yet. */
  awaiting: Awaiting | null
  /** The voter of the visitor cookie, when not signed in. */
  visitorId: number | null
  /** The cookie with the bemoanings this browser sent signed out; empty on shared pages. */
  sent: string
  /** True if the response goes into the shared cache: nothing personal may be rendered. */
  shared: boolean
  look: Look
  /** True if the browser loads the page before anybody has opened it. */
  prefetched: boolean
  /**
   * What this reader has written, as a position in the database's log (db/log-position.ts): a replica that has replayed it may
   * be read. Empty: nothing lately. Null: no replica may be read.
   */
  readAfter: string | null
  /** Path and query as requested. */
  url: string
  /** The User-Agent header; empty if absent. */
  userAgent: string
  nonce: string | null
  form: FormState | null
  /** Cache tags of everything the response shows. */
  tags: Set<string>
  /** The parts that are drawn outside the page (core/parts.ts). */
  parts: PlacedParts
  /** True while the parts of a page are filled. */
  fills: boolean
  /** True once a part has found that the page's frame does not fit (core/frame.ts). */
  misfit: boolean
  /** While a frame is made: what it asked about the reader, whom it must not know. Null otherwise. */
  asked: Set<string> | null
  /** Set by a page whose status Next cannot express, such as 410. */
  status: number | null
  /** Redirect target; set by a page whose address is outdated, or with status 303 by one that only leads on. */
  redirect: string | null
  /** True once a statement has failed because the database is unreachable. */
  databaseAway: boolean
  statements: number
  /** True once something was committed for this request; the gate resets it for each command. */
  wrote: boolean
}

const { storage } = processWide('context', () => ({ storage: new AsyncLocalStorage<RequestContext>() }))

/** An empty context, for builds, scripts and tests. */
export const emptyContext = (): RequestContext => ({
  viewer: null,
  awaiting: null,
  visitorId: null,
  sent: '',
  shared: true,
  look: usualLook,
  prefetched: false,
  readAfter: null,
  url: '/',
  userAgent: '',
  nonce: null,
  form: null,
  tags: new Set(),
  parts: { mark: '', placed: [] },
  fills: false,
  misfit: false,
  asked: null,
  status: null,
  redirect: null,
  databaseAway: false,
  statements: 0,
  wrote: false,
})

const personal = ['viewer', 'awaiting', 'visitorId', 'sent', 'shared', 'form'] as const

/**
 * Returns the context in which a frame is made. It has no reader, and records every question about one: a frame that asked
 * cannot be used for others.
 */
export function frameContext(url: string, look: Look): RequestContext {
  const made: RequestContext = { ...emptyContext(), url, look }
  const asked = new Set<string>()
  for (const name of personal) {
    const value = made[name]
    Object.defineProperty(made, name, {
      get: () => {
        asked.add(name)
        return value
      },
    })
  }
  made.asked = asked
  return made
}

/**
 * Runs what determines the head or the status of a page. While a frame is made it runs without a viewer; readers who need another
 * head get a page of their own (`misfit`). Otherwise it runs for the viewer.
 */
export function forHead<T>(work: () => T): T {
  const made = storage.getStore()
  if (!made?.asked) return work()
  const { url, look, tags } = made
  const nobody: RequestContext = { ...emptyContext(), url, look, tags }
  Object.defineProperty(nobody, 'databaseAway', {
    get: () => made.databaseAway,
    set: (away: boolean) => {
      made.databaseAway = away
    },
  })
  return storage.run(nobody, work)
}

/** The context of the current request; an empty one outside any request. */
export const context = (): RequestContext => storage.getStore() ?? emptyContext()

/** The context of the current request, or undefined outside any request. */
export const maybeContext = (): RequestContext | undefined => storage.getStore()

/** Runs `work` with `value` as the result of `context()` at any depth inside it. */
export const withContext = <T>(value: RequestContext, work: () => T): T => storage.run(value, work)
