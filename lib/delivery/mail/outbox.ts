import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readEnv } from '@/core/env'
import { retention } from '@/core/retention'

/**
 * Deletes old emails from the outbox of a site without a mail server. Files of other kinds stay.
 * @param now in milliseconds since 1970
 * @returns how many
 */
export async function purgeOutbox(now: number = Date.now()): Promise<number> {
  const folder = join(readEnv().dataDir, 'outbox')
  // Most sites have none.
  const names = await readdir(folder).catch(() => [])
  let gone = 0
  for (const name of names.filter((each) => /\.eml(\.part)?$/.test(each))) {
    const path = join(folder, name)
    // Somebody may take one out meanwhile.
    const file = await stat(path).catch(() => null)
    if (!file || now - file.mtimeMs < retention.outboxEmail * 86_400_000) continue
    await rm(path, { force: true })
    gone += 1
  }
  return gone
}
