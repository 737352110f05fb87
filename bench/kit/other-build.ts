import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** A running build: its origin, the process of its site and of its Postgres, a discussion's path and a reader's cookie. */
export type RunningBuild = {
  origin: string
  pid: number
  postgres: number
  discussion: string
  cookie: string
  stop: () => Promise<void>
}

/**
 * Starts the build in a folder on a database of its own, filled by that build's own tools, without rate limits.
 * @param size how many bemoanings it holds
 * @throws Error with what the build said, if it ends before it listens
 */
export async function startBuild(
  folder: string,
  size: number,
  env: Record<string, string> = {},
): Promise<RunningBuild> {
  const script = resolve('bench/kit/other.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, String(size)], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  const found = await new Promise<Omit<RunningBuild, 'stop'>>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const line = /^other: (.*)$/m.exec(said)?.[1]
      if (line) done(JSON.parse(line))
    })
    child.on('exit', (code) => fail(new Error(`The build in ${folder} ended with ${code}: ${said}`)))
  })
  return {
    ...found,
    async stop() {
      const gone = new Promise((done) => child.once('exit', done))
      child.stdin.end()
      await gone
    },
  }
}
