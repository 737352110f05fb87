import { Redis } from 'ioredis'
import { readEnv } from '@/core/env'
import { processWide } from '@/core/process-wide'

/** How long a command may take before this node counts by itself, in milliseconds. */
const patience = 250
/** How often the store is asked whether it still answers, in milliseconds. */
const heartbeat = 1_000

type State = {
  /** Null without `REDIS_URL`, undefined before the first call. */
  client: Redis | null | undefined
  isUp: boolean
}
const state = processWide('shared-limits', (): State => ({ client: undefined, isUp: false }))

function connect(url: string): Redis {
  const client = new Redis(url, {
    commandTimeout: patience,
    connectTimeout: 2_000,
    // A request never waits for a connection, and a count is not worth a second try.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // Notices a connection that the network has forgotten.
    keepAlive: 10_000,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
  })
  const tell = (isUp: boolean, said: string) => {
    if (state.isUp === isUp) return
    state.isUp = isUp
    console.error(said)
  }
  let beat: ReturnType<typeof setInterval> | undefined
  client.on('ready', () => {
    tell(true, 'Limits are counted in REDIS_URL, for all nodes together')
    clearInterval(beat)
    // A frozen store would cost every request the whole patience. Without a connection none waits.
    beat = setInterval(() => client.ping().catch(() => client.disconnect(true)), heartbeat).unref()
  })
  client.on('close', () => {
    clearInterval(beat)
    tell(false, 'REDIS_URL is away: each node counts limits by itself until it is back')
  })
  // Without a listener an error would end the process. What went wrong shows in `close` and in /metrics.
  client.on('error', () => {})
  return client
}

/**
 * Returns the connection to the store that nodes share, made at the first call.
 * @returns null without `REDIS_URL`: one node needs no store
 */
export function sharedStore(): Redis | null {
  if (state.client === undefined) {
    const { redisUrl } = readEnv()
    state.client = redisUrl ? connect(redisUrl) : null
  }
  return state.client
}

/** True if a shared store is configured and not there. */
export const isSharedStoreAway = (): boolean => Boolean(state.client) && !state.isUp

/** Ends the connection, so that the process can end. */
export function closeSharedStore(): void {
  const { client } = state
  state.client = undefined
  state.isUp = false
  client?.disconnect()
}
