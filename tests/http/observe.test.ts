import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { noteDone } from '@/db/due'
import { issueToken } from '@/lib/user'
import { databaseReady, ownDatabase } from '../database'
import { aBemoaning, aUser } from '../makers'

type Span = {
  name: string
  traceId: string
  parentSpanId?: string
  kind: number
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
}
type Sent = {
  resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[]
}

describe('the observability of a running site', () => {
  ownDatabase()
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-observe-'))
  const received: Sent[] = []
  const collector = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.url === '/v1/traces') received.push(JSON.parse(Buffer.concat(parts).toString()) as Sent)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  let child: ReturnType<typeof spawn>
  let [origin, log] = ['', '']
  before(async () => {
    await databaseReady()
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
    const { port } = collector.address() as { port: number }
    child = spawn(process.execPath, ['dist/server.mjs'], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: '0',
        IBTSOCS_DATA: data,
        LOG: 'json',
        SLOW_STATEMENT_MS: '0',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_SERVICE_NAME: 'a-drill',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString()
    })
    origin = await new Promise((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        const found = /runs at (http:\/\/[^/\s]+)/.exec(chunk.toString())?.[1]
        if (found) resolve(found)
      })
    })
  })
  after(async () => {
    collector.close()
    if (child.exitCode === null) child.kill('SIGKILL')
    rmSync(data, { recursive: true, force: true })
  })

  test('log lines are JSON with the request’s id and no personal data; traces reach the collector', async () => {
    const user = await aUser()
    const id = await aBemoaning(await aUser())
    const token = await issueToken(user.id, 'test')
    const typed = 'Nobody reads this sentence in a log, nor zebrafinch.'
    const answer = await fetch(`${origin}/api/v1/bemoanings/${id}/comments`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'X-Request-Id': 'forged',
      },
      body: JSON.stringify({ body: typed }),
    })
    assert.equal(answer.status, 201)
    const request = answer.headers.get('x-request-id') ?? ''
    assert.match(request, /^[0-9a-f-]{36}$/)
    await (await fetch(`${origin}/search?q=zebrafinch`, { headers: { Accept: 'text/html' } })).text()
    const metrics = await (await fetch(`${origin}/metrics`)).text()
    assert.match(
      metrics,
      /^ibtsocs_request_seconds_bucket\{(?=[^}]*route="api")(?=[^}]*le="\+Inf")[^}]*\} [1-9]/m,
    )
    assert.match(metrics, /^ibtsocs_db_slow_statements_total [1-9]/m)
    for (const line of [
      /^ibtsocs_schema_migrations\{of="build"\} (\d+)\nibtsocs_schema_migrations|^ibtsocs_schema_migrations\{of="database"\} \d+$/m,
      /^ibtsocs_job_age_seconds\{job="deliveries"\} \d/m,
      /^ibtsocs_disk_free_bytes [1-9]/m,
      /^ibtsocs_build_info\{version="[\d.]+",build="\w*"\} 1$/m,
    ])
      assert.match(metrics, line)
    assert.doesNotMatch(metrics, /^ibtsocs_(backup_age_seconds|archive)/m, 'there are none yet')
    await noteDone('backup')
    assert.match(await (await fetch(`${origin}/metrics`)).text(), /^ibtsocs_backup_age_seconds \d/m)
    // What is shipped for Prometheus and Grafana names only what is there.
    const known = new Set([...metrics.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name))
    for (const file of ['ibtsocs.rules.yml', 'dashboard.json'])
      for (const [name] of readFileSync(`tools/monitoring/${file}`, 'utf8').matchAll(/ibtsocs_\w+/g))
        assert.ok(known.has(name.replace(/_bucket$/, '')), `${file}: ${name}`)
    for (const name of ['event_loop_lag_seconds', 'cpu_seconds_total', 'db_connections_waiting', 'read_only'])
      assert.match(metrics, new RegExp(`^ibtsocs_${name} \\d`, 'm'))

    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
    await sleep(50)
    const lines = log
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const own = lines.filter((line) => line.request === request)
    assert.ok(own.some(({ msg, route, status }) => msg === 'answered' && route === 'api' && status === 201))
    assert.ok(own.some(({ msg, sql }) => msg === 'slow statement' && /write_comment/.test(String(sql))))
    for (const secret of [typed, 'zebrafinch', token, user.handle, '127.0.0.1', 'forged'])
      assert.ok(!log.includes(secret), `the log holds ${secret}`)

    const spans = received.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    )
    const root = spans.find(({ attributes }) => attributes.some(({ value }) => value.stringValue === request))
    assert.ok(root && root.name === 'POST api' && !root.parentSpanId)
    const statements = spans.filter(({ traceId, kind }) => traceId === root.traceId && kind === 3)
    assert.ok(
      statements.length >= 3 && statements.every(({ name }) => /^[A-Z]+$/.test(name)),
      `${statements.length} statements`,
    )
    const sent = JSON.stringify(received)
    assert.ok(sent.includes('a-drill'))
    for (const secret of [typed, 'zebrafinch', token, user.handle])
      assert.ok(!sent.includes(secret), `a trace holds ${secret}`)
  })
})
