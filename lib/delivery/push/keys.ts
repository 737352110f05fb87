import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import webpush from 'web-push'
import { readEnv } from '@/core/env'
import { writeOnce } from '@/core/write-once'

/** The site's key pair for web push (VAPID, RFC 8292), base64url. */
export type PushKeys = { publicKey: string; privateKey: string }

const file = (): string => join(/* turbopackIgnore: true */ readEnv().dataDir, 'vapid.json')

/**
 * Creates the key pair if there is none. Only once, since subscriptions are bound to it. Where it cannot be stored, web
 * push is off.
 * @param say called with a sentence then
 */
export function makePushKeys(say: (line: string) => void = () => {}): void {
  if (existsSync(/* turbopackIgnore: true */ file())) return
  try {
    writeOnce(file(), `${JSON.stringify(webpush.generateVAPIDKeys())}\n`)
  } catch (error) {
    say(`${(error as Error).message} Until then web push is off.`)
  }
}

/** Replaces the key pair by that of the other nodes. Before the first push. */
export function replacePushKeys(keys: PushKeys): void {
  const half = `${file()}.part`
  writeFileSync(/* turbopackIgnore: true */ half, `${JSON.stringify(keys)}\n`, { mode: 0o600 })
  renameSync(/* turbopackIgnore: true */ half, /* turbopackIgnore: true */ file())
  known = keys
}

let known: PushKeys | null = null

/** Returns the key pair; null if there is none, and then web push is off. */
export function pushKeys(): PushKeys | null {
  if (!known && existsSync(/* turbopackIgnore: true */ file()))
    known = JSON.parse(readFileSync(/* turbopackIgnore: true */ file(), 'utf8')) as PushKeys
  return known
}
