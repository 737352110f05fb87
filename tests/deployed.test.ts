import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

/**
 * The proxy configurations in front of the site: the package's nginx, and the one that operators copy from the manual.
 */
const proxies = ['tools/package/root/etc/nginx/sites-available/ibtsocs', 'docs/operations.md']

for (const file of proxies) {
  const text = readFileSync(file, 'utf8')
  const [plain = '', tls = ''] = [...text.matchAll(/^server \{\n[\s\S]*?^\}/gm)].map(([block]) => block)

  test(`${file} allows only TLS 1.2 and 1.3, with forward secrecy`, () => {
    assert.match(tls, /listen 443 ssl/)
    assert.match(tls, /ssl_protocols TLSv1\.2 TLSv1\.3;/)
    const ciphers = /ssl_ciphers (\S+);/.exec(tls)?.[1] ?? ''
    assert.match(ciphers, /^(ECDHE\+(AESGCM|CHACHA20):?)+$/)
  })

  test(`${file} redirects pages to https, and refuses the API without TLS`, () => {
    assert.match(plain, /listen 80/)
    assert.doesNotMatch(plain, /proxy_pass/)
    assert.match(plain, /location \/api\/ \{\s+return 403/)
    assert.match(plain, /return 301 https:/)
  })
}
