import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTracing } from './tracing'

test('a collector that is away gets one line, and one when it is back', async (t) => {
  const said = t.mock.method(console, 'error', () => {})
  const lines = () => said.mock.calls.map(({ arguments: [line] }) => String(line))
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '300',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  })
  const tracing = await startTracing('a test')
  const note = async (until: () => boolean, most = 40) => {
    for (let tries = 0; tries < most && !until(); tries += 1) {
      tracing?.note({
        method: 'GET',
        route: 'reading',
        status: 200,
        began: performance.now(),
        request: { id: 'x' } as never,
      })
      await sleep(200)
    }
  }
  await note(() => lines().length > 0)
  await note(() => false, 5)
  assert.equal(lines().length, 1, lines().join('\n'))
  assert.match(lines()[0] ?? '', /^The OTLP endpoint takes no traces \(.+\); they are dropped until it does$/)
  const collector = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  }).listen(port, '127.0.0.1')
  await once(collector, 'listening')
  await note(() => lines().length > 1)
  assert.deepEqual(lines().slice(1), ['The OTLP endpoint takes traces again'])
  await tracing?.end()
  collector.closeAllConnections()
  collector.close()
})
