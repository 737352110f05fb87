import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSecrets } from '.'

/** Joins pieces, so that scanners find no token in this file. */
const join = (...parts: string[]) => parts.join('')
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('ignores examples, placeholders and look-alikes', () => {
  for (const text of [
    join('AKIA', 'IOSFODNN7EXAMPLE'),
    join('gh', 'p_', 'x'.repeat(36)),
    join('gh', 'p_YOUR_TOKEN_HERE'),
    'password=hunter2, password: ********, password=changeme, PASSWORD=P@ssw0rd1, password="password123"',
    join(
      'token=<your-token-goes-here>, TOKEN=$MY_TOKEN_2, token: $',
      '{{ secrets.TOKEN_2 }}, api_key=xxxxxxxxxxxxxxxx1',
    ),
    'const password = getPassword1Please(), token = process.env.API_TOKEN_2, secret: config.auth.Secret2',
    'csrfToken: req.body?.csrfToken2, Counter.Internal, https://a:b@x.io, https://abc:xyz@x.io, fe80::/10, OID 1.3.101.110',
    'The password is incorrect and the token is expired. Password: required. pass: 1234 tests',
    'tokenizer=gpt2-medium-v1-5-large-2024, token_url=https://a.io/oauth2/Token9, secret: /run/secrets/Db_pw2',
    'postgres://user:pass@host/db postgres://postgres:postgres@localhost redis://:password@redis https://u:$PW@x/',
    'postgres://app:<password>@host http://localhost:3000/@me',
    'alice@example.com bob@mail.example.org x@foo.test git@github.com:a/b.git noreply@acme.io logo@2x.png react@18.2.0',
    'chacha20-poly1305@openssh.com @types/node@20.1.2 @app.route a@b',
    '.env.local rc.local settings.local.json com.sun.internal.Foo this.internal host.docker.internal /etc/x.local',
    'localhost 127.0.0.1 0.0.0.0 255.255.255.0 192.0.2.7 198.51.100.1 203.0.113.9 169.254.169.254 224.0.0.251 ::1',
    'v1.2.3.4 version 1.2.3.4 Version=1.0.0.0 Chrome/120.0.0.0 1.2.3.4.5 1.2.3 256.1.1.1 01.2.3.4 1.2.3.4-rc1 10.0.0.0/8',
    '2001:db8::1 2001:0db8:0:0:0:0:0:1 3fff:abc::1 ff02::1 std::dec add::face 12:30:45 aa:bb:cc:dd:ee:ff',
    '20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709 550e8400-e29b-41d4-a716-446655440000 token: 550e8400-e29b-41d4-a716-446655440000',
    'task-force-of-many-many-people sk-learn-with-many-more-words-2 eyJ.eyJ.eyJ not.a.jwt',
    join('It began with -----BEGIN PRIV', 'ATE KEY----- and the rest I leave out.'),
    join('The test prints sk', '_live_ and gh', 'p_ prefixes'),
  ])
    assert.deepEqual(findSecrets(text), [], text)
})

test('scans any 100 kB in time', () => {
  const units = [
    ...[
      'a',
      ' ',
      '@',
      'a@',
      'a.',
      'a@a.',
      '1.',
      '1.1.1.1 ',
      ':',
      'a:',
      '::',
      'f:',
      '.local',
      'a.local ',
      'eyJ',
      'eyJ.',
      '-',
      '\n',
    ],
    ...[
      'password',
      'password=',
      'password=a',
      'token: aaaaaaaa ',
      'token_key',
      '--token ',
      'sk-',
      'sk-a1',
      'gh',
      'AKIA',
      'xoxb-',
    ],
    ...[
      'aa://',
      'aa://a:',
      'aa://a:b@',
      'bearer ',
      'Authorization: Basic ',
      'https://a:a',
      'github_pat_',
      '2001:',
      '"\'`',
      '\0',
      '👍',
    ],
    join('-----BEGIN PRIV', 'ATE KEY-----'),
    join('-----BEGIN PRIV', 'ATE KEY-----', 'A'.repeat(40)),
    join('-----BEGIN PRIV', 'ATE KEY-----', 'A'.repeat(40), '-----END '),
    '-----BEGIN ',
    join('sk', '-', 'a'.repeat(19), ' '),
    join(base64url({ alg: 'none' }), '.'),
    `${base64url({ alg: 'none' }).slice(0, -1)}.`,
    `eyJ${'a'.repeat(16)}.`,
    `${base64url({ a: 'none and more' })}.`,
  ]
  findSecrets(units.join(' ').repeat(20))
  for (const unit of units) {
    const text = unit.repeat(Math.ceil(100_000 / unit.length))
    for (const hostile of [text, `${text}!`]) {
      // Other processes may slow down the first try.
      const isFast = [1, 2, 3].some(() => {
        const start = performance.now()
        findSecrets(hostile)
        return performance.now() - start < 2_000
      })
      assert.ok(isFast, `${JSON.stringify(unit.slice(0, 20))} takes 2 s or more`)
    }
  }
})
