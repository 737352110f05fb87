import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EnvError, readEnv } from './env'

test('defaults are filled in, and an empty value counts as not set', () => {
  const env = readEnv({ PORT: '' })
  assert.equal(env.port, 3000)
  assert.equal(env.host, '127.0.0.1')
  assert.equal(env.siteUrl, null)
  assert.match(env.dataDir, /\/\.data$/)
})

test('a bad value is refused with its name, its value and the valid values', () => {
  const bad: [Record<string, string>, RegExp][] = [
    [{ PORT: 'http' }, /^PORT is "http", but must be a port/],
    [{ PORT: '70000' }, /^PORT is "70000"/],
    [{ SITE_URL: 'www.example.org' }, /^SITE_URL is "www.example.org", but must be the address/],
    [{ SITE_URL: 'https://example.org/path' }, /^SITE_URL/],
    [
      { DATABASE_URL: 'mysql://user:hunter2@x/y' },
      /^DATABASE_URL is 24 characters \(not shown\), but must be a URL that begins with postgres/,
    ],
    [{ AUTH_SECRET: 'short' }, /^AUTH_SECRET is 5 characters \(not shown\)/],
    [{ GITHUB_ID: 'x' }, /^GITHUB_ID is set, but GITHUB_SECRET isn’t/],
    [{ GOOGLE_SECRET: 'x' }, /^GOOGLE_SECRET is set, but GOOGLE_ID isn’t/],
    [{ PORT: '-1' }, /^PORT is "-1"/],
    [{ PORT: '3e3' }, /^PORT is "3e3"/],
    [{ BLOG_INDEX: '/nope.json' }, /^BLOG_INDEX is "\/nope.json", but must be a compiled blog/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'foo' }, /^OTEL_EXPORTER_OTLP_ENDPOINT is "foo"/],
    [{ NODES: '0' }, /^NODES is "0", but must be the number/],
    [{ NODES: '3' }, /^NODES is 3, but DATABASE_URL isn’t set: the embedded/],
    [
      {
        NODES: '2',
        DATABASE_URL: 'postgres://x/y',
        AUTH_SECRET: 'x'.repeat(32),
        SITE_URL: 'https://example.org',
      },
      /^NODES is 2, but SMTP_URL isn’t set: emails would wait/,
    ],
    [{ TRUSTED_PROXY: 'yes' }, /^TRUSTED_PROXY is "yes", but must be 0, 1 if/],
  ]
  for (const [source, message] of bad) {
    assert.throws(
      () => readEnv(source),
      (error: unknown) =>
        error instanceof EnvError && message.test(error.message) && !error.message.includes('hunter2'),
    )
  }
})
