import { AsyncLocalStorage } from 'node:async_hooks'
import type { Credential } from './credential'
import { processWide } from './process-wide'
import type { Role } from './vocabulary'

/** What somebody does not want to see: ids of users and tags, names of the tags, and words in lower case. */
export type Mutes = {
  users: readonly number[]
  tags: readonly number[]
  tagNames: readonly string[]
  words: readonly string[]
}

/** Nothing is muted. */
export const noMutes: Mutes = { users: [], tags: [], tagNames: [], words: [] }

/** Who is looking: a signed-in user, as far as pages and commands need to know them. */
export type Viewer = {
  id: number
  voterId: number
  handle: string
  role: Role
  createdAt: Date
  keyboard: boolean
  /** Notices not read yet, counted up to 100. */
  unread: number
  mutes: Mutes
  /** Ids of the tags they follow. */
  follows: readonly number[]
  /** Lists leave out what they have seen. */
  hideSeen: boolean
  /** The end of their visit before this one; null on the first. */
  lastVisitAt: Date | null
  /** Id of the session, to mark it in a list of sessions; null for an API token. */
  sessionId: string | null
  /** What they are signed in with, and what that may do. */
  credential: Credential
  /** A moderator whose powers wait until this account has a second factor, and this session has given it. */
  staffWaits: boolean
}

/** A session that waits for its second factor. */
export type Awaiting = { sessionId: string; userId: number }

export type Theme = 'light' | 'dark' | 'system'

/** A form that came back: where it was sent, what was typed, what was wrong with it. */
export type FormState = {
  action: string
  /** `done`: it worked, and the message is something to show once. */
  outcome: 'refused' | 'done'
  values: Readonly<Record<string, readonly string[]>>
  errors: readonly { path: string; message: string }[]
  message: string
  /** What it collides with, when there is such a thing. */
  link: string | null
}

/**
 * What our server knows about a request, for whatever renders or answers it. Only our own server makes one,
 * so nothing in it can be forged from outside.
 */
export type RequestContext = {
  viewer: Viewer | null
  /** Somebody whose password, key or provider was right, and whose second factor is asked for; they are nobody yet. */
  awaiting: Awaiting | null
  /** The voter behind the visitor cookie, when nobody is signed in. */
  visitorId: number | null
  /** True when the answer is shared by everybody: nothing personal may be rendered. */
  shared: boolean
  theme: Theme
  /** Path and query as asked for. */
  url: string
  /** What the browser or program calls itself; empty when it does not. */
  userAgent: string
  nonce: string | null
  form: FormState | null
  /** Cache tags of what the answer shows. */
  tags: Set<string>
  /** HTML of parts that were drawn beside the page, by the mark that stands for each (core/static-html.ts). */
  parts: Map<string, string>
  /** Set by a page whose status Next cannot express, such as 410. */
  status: number | null
  /** Where to go instead; set by a page that finds its address outdated. */
  redirect: string | null
  /** 308 unless a page says 301, as addresses of tags do. */
  redirectStatus: 301 | 308
  /** True once a statement failed because the database is away. */
  databaseAway: boolean
  statements: number
  /** True once something was committed for this request; the gate begins anew with each command. */
  wrote: boolean
}

const { storage } = processWide('context', () => ({ storage: new AsyncLocalStorage<RequestContext>() }))

/** A context with nothing known: for builds, scripts and tests. */
export const emptyContext = (): RequestContext => ({
  viewer: null,
  awaiting: null,
  visitorId: null,
  shared: true,
  theme: 'system',
  url: '/',
  userAgent: '',
  nonce: null,
  form: null,
  tags: new Set(),
  parts: new Map(),
  status: null,
  redirect: null,
  redirectStatus: 308,
  databaseAway: false,
  statements: 0,
  wrote: false,
})

/** The context of the request being answered; an empty one outside of any. */
export const context = (): RequestContext => storage.getStore() ?? emptyContext()

/** The context, or undefined outside of any request. */
export const maybeContext = (): RequestContext | undefined => storage.getStore()

/** Runs `work` so that `context()` inside it, however deep, is `value`. */
export const withContext = <T>(value: RequestContext, work: () => T): T => storage.run(value, work)
