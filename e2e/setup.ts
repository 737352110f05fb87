import { type ChildProcess, spawn, spawnSync } from 'node:child_process'

declare global {
  var siteProcess: ChildProcess | undefined
}

/** Starts the built site with its starter content on its own data folder, as `npm start` does. */
export default async function setup(): Promise<void> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: process.env.E2E_PORT,
    SSH_PORT: '0',
    IBTSOCS_DATA: process.env.E2E_DATA,
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const child = spawn(process.execPath, ['dist/server.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  globalThis.siteProcess = child
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('runs at')) resolve()
    })
    child.on('exit', (code) => reject(new Error(`the site ended with ${code}: ${said}`)))
  })
  // Many people sign up in these tests, all from one network.
  const set = spawnSync(process.execPath, ['dist/admin.mjs', 'settings', 'set', 'rate-limits', 'off'], {
    env,
    encoding: 'utf8',
  })
  if (set.status !== 0) throw new Error(set.stderr)
}
