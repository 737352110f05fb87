import { request } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../host/programs'

/** A machine's HTTP response. */
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

/** A machine under test, with all that is needed to talk to it. */
export type Machine = {
  /** Its public host name. */
  host: string
  /** Ports on this host that are forwarded to its SSH, HTTP and HTTPS. */
  ports: { ssh: number; http: number; https: number }
  /** The certificate authority of its certificate. */
  ca: string
  /** A private key that it accepts, and the known-hosts file. */
  identity: string
  knownHosts: string
  /** Returns all output on its console. */
  console: () => Promise<string>
  /** Saves a picture of its screen, if it has one. */
  screenshot: (file: string) => Promise<boolean>
  /** Ends it as if the power were cut. */
  cut: () => Promise<void>
}

/** A command in a machine failed. */
export class CommandError extends Error {}

/**
 * Runs a command as root in a machine. @returns its output
 * @throws CommandError with its error output
 */
export async function ssh(
  machine: Machine,
  command: string,
  { input = '', seconds = 120 } = {},
): Promise<string> {
  const { identity, knownHosts, ports, host } = machine
  const options = {
    IdentityFile: identity,
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: knownHosts,
    StrictHostKeyChecking: 'accept-new',
    HostKeyAlias: host,
    BatchMode: 'yes',
    ConnectTimeout: '20',
    LogLevel: 'ERROR',
  }
  try {
    const { stdout } = await run(
      'ssh',
      [
        ...['-F', 'none', '-p', String(ports.ssh)],
        ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
        'root@127.0.0.1',
        command,
      ],
      { timeout: seconds * 1_000, maxBuffer: 1 << 26, input },
    )
    return stdout
  } catch (error) {
    const { stderr, stdout, message } = error as Error & { stderr?: string; stdout?: string }
    throw new CommandError(`${command.slice(0, 200)}\n${stderr || stdout || message}`.trim())
  }
}

/** Sends a request to a machine over TLS, with its host name and the test's own authority. */
export function ask(
  { host, ports, ca }: Machine,
  path: string,
  {
    method = 'GET',
    body,
    headers = {},
  }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const data = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{
          host: '127.0.0.1',
          port: ports.https,
          servername: host,
          ca,
          path,
          method,
          timeout: 60_000,
          agent: false,
        },
        headers: { host, ...(data ? { 'content-type': 'application/json' } : {}), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    sent.on('timeout', () => sent.destroy(new Error(`no response to ${path} within a minute`)))
    sent.on('error', reject)
    sent.end(data)
  })
}

/** Retries until it succeeds. @throws the last error when time is up */
export async function eventually<T>(what: () => Promise<T>, seconds: number): Promise<T> {
  const deadline = Date.now() + seconds * 1_000
  for (;;) {
    try {
      return await what()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(1_000)
    }
  }
}
