import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that passed, and its response. */
export type Asked = { path: string; conditional: boolean; status: number }

/** Starts a server that hands GET requests to another one unchanged, and records them. */
export async function recorder(to: string): Promise<{ origin: string; asked: Asked[]; close: () => void }> {
  const asked: Asked[] = []
  const server = createServer(({ method = 'GET', url: path = '/', headers }, response) => {
    const conditional = 'if-none-match' in headers || 'if-modified-since' in headers
    const onward = request(
      to + path,
      { method, headers: { ...headers, host: new URL(to).host } },
      (answer) => {
        const status = answer.statusCode ?? 0
        asked.push({ path, conditional, status })
        response.writeHead(status, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', (error) => response.destroy(error))
    onward.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
