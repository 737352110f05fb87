import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import webpush from 'web-push'
import { readEnv } from '@/core/env'

/** The site's key pair for web push (VAPID, RFC 8292), base64url. */
export type PushKeys = { publicKey: string; privateKey: string }

const file = (): string => join(/* turbopackIgnore: true */ readEnv().dataDir, 'vapid.json')

/** Makes the key pair where there is none yet. Browsers that asked to be told are bound to it: it is made once. */
export function makePushKeys(): void {
  if (!existsSync(/* turbopackIgnore: true */ file()))
    writeFileSync(/* turbopackIgnore: true */ file(), `${JSON.stringify(webpush.generateVAPIDKeys())}\n`, {
      flag: 'wx',
      mode: 0o600,
    })
}

let known: PushKeys | null = null

/** The key pair; null where nobody made one, and then web push is off. */
export function pushKeys(): PushKeys | null {
  if (!known && existsSync(/* turbopackIgnore: true */ file()))
    known = JSON.parse(readFileSync(/* turbopackIgnore: true */ file(), 'utf8')) as PushKeys
  return known
}
