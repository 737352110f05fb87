import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { DeployError } from '../../deploy/blue-green'
import { errorText } from '../../host/error-text'
import { launch } from '../../host/programs'
import { blocksOf, digestOf } from './disk'

/** How to reach a host: arguments for ssh, the account last. */
export type Far = { args: readonly string[] }

/** Converts `xen://deploy@dom0.lan:2222` to arguments for ssh. @throws DeployError */
export function farOf(target: string): Far {
  const [, account, port] = /^xen:\/\/([^@]+@[^:]+)(?::(\d+))?$/.exec(target) ?? []
  if (!account) throw new DeployError(`${target} isn’t a Xen host. Write xen://account@host.`)
  return { args: ['-o', 'BatchMode=yes', ...(port ? ['-p', port] : []), account] }
}

/**
 * Sends one verb to the host's helper. @returns its reply
 * @param body a disk to send after it: its blocks, compressed in transit
 * @throws DeployError with the reason
 */
export async function say(
  { args }: Far,
  asked: Readonly<Record<string, unknown>> & { verb: string },
  body?: string,
): Promise<Record<string, unknown>> {
  const child = launch('ssh', [...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error) => reject(new DeployError(errorText(error))))
    child.on('close', () => resolve())
  })
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify(asked)}\n`)
  // A helper that refuses closes the connection before the whole disk is sent; its reply says why.
  if (body) await pipeline(blocksOf(body), createGzip({ level: 1 }), child.stdin).catch(() => {})
  else child.stdin.end()
  await ended
  let answer: Record<string, unknown>
  try {
    answer = JSON.parse(out.trim().split('\n').pop() ?? '') as Record<string, unknown>
  } catch {
    throw new DeployError(
      `${asked.verb}: the host’s helper sent no valid response. ${err.trim().split('\n').pop() ?? ''}`,
    )
  }
  if (answer.ok !== true) throw new DeployError(`${asked.verb}: ${String(answer.why)}.`)
  return answer
}

/** Sends a disk to the host, where it is checked. */
export async function putDisk(far: Far, name: string, disk: string, file: string): Promise<void> {
  const { size } = await stat(file)
  await say(far, { verb: 'put-disk', name, disk, bytes: size, sha256: await digestOf(file) }, file)
}
