import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSecrets } from '.'

/** Joins pieces, so that scanners find no token in this file. */
const join = (...parts: string[]) => parts.join('')
const random = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hJ'.repeat(4)
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const kinds = (text: string) => findSecrets(text).map(({ kind }) => kind)

const pem = (name: string) =>
  join('-----BEGIN ', name, '-----\n', `${random.slice(0, 64)}\n`.repeat(3), '-----END ', name, '-----')
const jwt = join(
  base64url({ alg: 'HS256', typ: 'JWT' }),
  '.',
  base64url({ sub: 'me' }),
  '.',
  random.slice(0, 43),
)

const credentials: [string, string][] = [
  ['aws-key', join('AK', 'IA', 'Z7Q3M5XN2RT4WB6K')],
  ['aws-key', join('AS', 'IA', 'Z7Q3M5XN2RT4WB6K')],
  ['github-token', join('gh', 'p_', random.slice(0, 36))],
  ['github-token', join('gh', 's_', random.slice(0, 36))],
  ['github-token', join('github', '_pat_', random.slice(0, 22), '_', random.slice(0, 59))],
  ['gitlab-token', join('gl', 'pat-', random.slice(0, 20))],
  ['slack-token', join('xo', 'xb-', '123456789012-', random.slice(0, 24))],
  ['slack-token', join('https://hooks.slack', '.com/services/T', '0AB12CD3/B0AB12CD3/', random.slice(0, 24))],
  ['stripe-key', join('sk', '_live_', random.slice(0, 24))],
  ['google-key', join('AI', 'za', random.slice(0, 35))],
  ['npm-token', join('np', 'm_', random.slice(0, 36))],
  ['api-key', join('sk', '-', random.slice(0, 48))],
  ['api-key', join('sk', '-ant-api03-', random.slice(0, 90), '-', random.slice(0, 6), 'AA')],
  ['api-key', join('sk', '-proj-', random.slice(0, 60))],
  ['jwt', jwt],
  ['private-key', pem(join('RSA PRIV', 'ATE KEY'))],
  ['private-key', pem(join('OPENSSH PRIV', 'ATE KEY'))],
  ['private-key', pem(join('PRIV', 'ATE KEY'))],
  ['private-key', pem(join('PGP PRIV', 'ATE KEY BLOCK'))],
  ['url-password', join('postgres://app:', 'Tr0ub4dor', '@db.prod.example.com:5432/app')],
  ['url-password', join('https://bob:', 'gh5xk2', '@git.acme.io/x.git')],
  ['url-password', join('redis://:', 'f00Barbaz9', '@10.0.0.5')],
]
for (const kind of new Set(credentials.map(([name]) => name)))
  test(`finds every ${kind}, whatever surrounds it`, () => {
    for (const [, secret] of credentials.filter(([name]) => name === kind))
      for (const text of [
        secret,
        `Look: "${secret}", gone.`,
        `x\n${secret}\ny`,
        `KEY=${secret}`,
        `(${secret})`,
      ]) {
        const [finding, ...more] = findSecrets(text)
        assert.ok(finding, text)
        assert.deepEqual([finding.kind, finding.severity, more.length], [kind, 'credential', 0])
        const found = text.slice(finding.index, finding.index + finding.length)
        assert.ok(secret.includes(found) && found.length > secret.length / 3, found)
      }
  })

test('finds values assigned to names of secrets', () => {
  for (const assignment of [
    join('password=', 'Tr0ub4dor&3'),
    join('DB_PASSWORD: "', 'kX9$mQ2vLp', '"'),
    join('"api_key": "', random.slice(0, 32), '"'),
    join("apiKey = '", '9f86d081884c7d659a2feaa0c55ad015', "'"),
    join('client-secret => ', random.slice(0, 20)),
    join('AWS_SECRET_ACCESS_KEY=', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzKEY9'),
    join('my password is ', 'Sommer2024!', '.'),
    join('mysqldump --password ', 'gT7kLm2xQ', ' db'),
    join('curl --token=', random.slice(0, 24)),
  ])
    assert.deepEqual(kinds(assignment), ['assigned-secret'], assignment)
  assert.deepEqual(kinds(join('Authorization: Bearer ', random.slice(0, 30))), ['authorization'])
  const basic = Buffer.from(join('bob:', 'gh5xk2Lq')).toString('base64')
  assert.deepEqual(kinds(`Authorization: Basic ${basic}`), ['authorization'])
})

test('private findings only prompt the author', () => {
  const table: [string, string][] = [
    ['mail', 'bob.smith+x@acme.io'],
    ['mail', 'Bob@mail.acme-corp.co.uk'],
    ['mail', 'root@mailhost.local'],
    ['host', 'db1.acme.internal'],
    ['host', 'nas.local:5000'],
    ['host', 'gitlab.corp'],
    ['host', 'printer.office.lan'],
    ['ipv4', '10.1.2.3'],
    ['ipv4', '192.168.1.17'],
    ['ipv4', '172.20.0.9'],
    ['ipv4', '85.214.132.117'],
    ['ipv6', '2a01:4f8:c17:b0f::2'],
    ['ipv6', 'fd12:3456:789a:1::1'],
    ['ipv6', '2600:1f18:0000:0000:0000:0000:0000:0001'],
  ]
  for (const [kind, thing] of table)
    for (const text of [
      thing,
      `Say ${thing}.`,
      `<${thing}>`,
      `"${thing}": x`,
      `ping ${thing}, then`,
      `at ${thing}: no`,
    ]) {
      const findings = findSecrets(text)
      assert.deepEqual(
        findings.map((found) => [found.kind, found.severity]),
        [[kind, 'private']],
        text,
      )
      assert.deepEqual(
        findings.map(({ index, length }) => text.slice(index, index + length)),
        [thing],
        text,
      )
    }
  assert.deepEqual(kinds('http://wiki.corp/x and https://10.1.2.3:8080/'), ['host', 'ipv4'])
  assert.deepEqual(kinds('[2a01:4f8::2]:443 10.1.2.3/24'), ['ipv6', 'ipv4'])
})

test('findings are in order, do not overlap, and are limited', () => {
  const url = join('postgres://app:', 'Tr0ub4dor', '@db.acme.internal/app')
  const text = `a@acme.io ${jwt} 10.1.2.3 ${url} b@acme.io`
  assert.deepEqual(kinds(text), ['mail', 'jwt', 'ipv4', 'url-password', 'mail'])
  const many = findSecrets(`${'a@acme.io '.repeat(500)}${jwt}`)
  assert.equal(many.length, 50)
  assert.equal(many.at(-1)?.kind, 'jwt')
  assert.deepEqual(findSecrets(''), [])
})
