import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Another build of the same name is running. */
export class BusyError extends Error {}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Takes the lock for a name. A lock whose owner has died is ignored. @returns a function that releases it */
async function lock(out: string, name: string): Promise<() => Promise<void>> {
  const file = join(out, `.${name}.lock`)
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(String(process.pid))
      await handle.close()
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const pid = Number(await readFile(file, 'utf8').catch(() => '0'))
      if (pid > 0 && alive(pid))
        throw new BusyError(`Process ${pid} seems to be building ${name} already. Wait for it to end.`)
      await rm(file, { force: true })
    }
  }
  throw new BusyError(`Another process seems to be building ${name} already. Wait for it to end.`)
}

/** The temporary folder of a build. It gets its final name only once it is complete. */
export type Workplace = {
  folder: string
  /** Gives it its final name. @throws if that exists already */
  finish: (name: string) => Promise<string>
  /** Deletes the remains and releases the lock. */
  close: () => Promise<void>
}

/** Opens a workplace for a name under `out`. @throws BusyError */
export async function workplace(out: string, name: string): Promise<Workplace> {
  await mkdir(out, { recursive: true })
  const unlock = await lock(out, name)
  const folder = join(out, `.${name}-${randomBytes(4).toString('hex')}.part`)
  await mkdir(folder)
  // If this is root, QEMU runs as another user.
  await chmod(folder, 0o755)
  return {
    folder,
    async finish(final) {
      const path = join(out, final)
      await rename(folder, path)
      return path
    },
    async close() {
      await rm(folder, { recursive: true, force: true })
      await unlock()
    },
  }
}
