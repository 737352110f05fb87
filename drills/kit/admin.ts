import { spawn } from 'node:child_process'

/**
 * Runs a command of the site's own admin tool on a data folder, without blocking the load of this process.
 * @param folder the folder of the build
 */
export function adminIn(
  data: string,
  args: readonly string[],
  env: Record<string, string> = {},
  folder = '.',
): Promise<{ code: number; said: string }> {
  const { DATABASE_URL: _, ...rest } = process.env
  const child = spawn(process.execPath, ['dist/admin.mjs', ...args], {
    cwd: folder,
    env: { ...rest, IBTSOCS_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, said: said.trim() }))
  })
}

/** The same for commands that must succeed. @throws Error with their output */
export async function mustAdmin(...args: Parameters<typeof adminIn>): Promise<string> {
  const { code, said } = await adminIn(...args)
  if (code !== 0) throw new Error(`admin ${args[1].join(' ')} failed: ${said}`)
  return said
}
