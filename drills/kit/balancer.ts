import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { NotHere } from './run'

/** The address from which HAProxy speaks to the nodes, so that they can tell it from those who ask them directly. */
export const balancerAddress = '127.0.0.2'

/**
 * Starts a real HAProxy before nodes on this machine.
 * @param ports of the nodes
 * @returns a function that ends it
 * @throws NotHere without HAProxy
 */
export async function startBalancer(
  folder: string,
  port: number,
  ports: readonly number[],
): Promise<() => Promise<void>> {
  if (spawnSync('haproxy', ['-v']).status !== 0)
    throw new NotHere('there is no HAProxy here: apt-get install haproxy')
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(
    file,
    `global
    maxconn 500
defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s
    timeout check 5s
frontend site
    bind 127.0.0.1:${port}
    default_backend site
backend site
    option httpchk GET /readyz
    option redispatch
    retries 3
    retry-on conn-failure
    source ${balancerAddress}
    default-server check inter 500ms fall 2 rise 1 send-proxy-v2 check-send-proxy
${ports.map((each, n) => `    server node${n} 127.0.0.1:${each}`).join('\n')}
`,
  )
  const child: ChildProcess = spawn('haproxy', ['-f', file], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status === 200) break
    if (tries > 200 || child.exitCode !== null) throw new Error('HAProxy did not start')
    await sleep(50)
  }
  return async () => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
