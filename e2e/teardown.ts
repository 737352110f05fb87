import { removeDataFolder } from '@/db/embedded/remove'

/** Stops the site and removes its data. */
export default async function teardown(): Promise<void> {
  const child = globalThis.siteProcess
  if (child && child.exitCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
  if (process.env.E2E_DATA) removeDataFolder(process.env.E2E_DATA)
}
