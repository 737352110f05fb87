import { Agent, get } from 'node:http'

export type Load = { requests: number; perSecond: number; p50: number; p99: number; bytes: number }

/**
 * Asks one address again and again over kept connections.
 * @param url what to ask for
 * @param options how many at once, for how many seconds, with which headers
 * @returns requests a second and latencies in milliseconds
 */
export async function load(
  url: string,
  {
    at = 16,
    seconds = 6,
    headers = {},
  }: { at?: number; seconds?: number; headers?: Record<string, string> } = {},
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: at })
  const times: number[] = []
  let bytes = 0
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const began = performance.now()
      get(url, { agent, headers }, (response) => {
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
        })
        response.on('end', () => {
          if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`))
          times.push(performance.now() - began)
          bytes = size
          resolve()
        })
      }).on('error', reject)
    })
  const end = performance.now() + seconds * 1_000
  const worker = async () => {
    while (performance.now() < end) await one()
  }
  await Promise.all(Array.from({ length: at }, worker))
  agent.destroy()
  times.sort((a, b) => a - b)
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0
  return {
    requests: times.length,
    perSecond: times.length / seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    bytes,
  }
}
