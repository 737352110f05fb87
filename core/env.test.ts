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
    [{ PORT: 'http' }, /^PORT holds "http"; it should hold a port/],
    [{ PORT: '70000' }, /^PORT holds "70000"/],
    [{ SITE_URL: 'www.example.org' }, /^SITE_URL holds "www.example.org"; it should hold the address/],
    [{ SITE_URL: 'https://example.org/path' }, /^SITE_URL/],
    [
      { DATABASE_URL: 'mysql://user:hunter2@x/y' },
      /^DATABASE_URL holds 24 characters \(not shown\); it should hold a URL that begins with postgres/,
    ],
    [{ AUTH_SECRET: 'short' }, /^AUTH_SECRET holds 5 characters \(not shown\)/],
    [{ GITHUB_ID: 'x' }, /^GITHUB_ID is set but GITHUB_SECRET holds nothing/],
    [{ GOOGLE_SECRET: 'x' }, /^GOOGLE_SECRET is set but GOOGLE_ID holds nothing/],
    [{ PORT: '-1' }, /^PORT holds "-1"/],
    [{ PORT: '3e3' }, /^PORT holds "3e3"/],
    [{ BLOG_INDEX: '/nope.json' }, /^BLOG_INDEX holds "\/nope.json"; it should hold a compiled blog/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'foo' }, /^OTEL_EXPORTER_OTLP_ENDPOINT holds "foo"/],
    [{ TRUSTED_PROXY: 'yes' }, /^TRUSTED_PROXY holds "yes"; it should hold 1 when/],
  ]
  for (const [source, message] of bad) {
    assert.throws(
      () => readEnv(source),
      (error: unknown) =>
        error instanceof EnvError && message.test(error.message) && !error.message.includes('hunter2'),
    )
  }
})
