import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bounded, type Finding, type Report, readJson, requestFile, type Scan, type Target } from './scan'

/** Files that are often left on servers by mistake. */
const names =
  `.git/HEAD .git/config .svn/entries .hg .env .env.local .env.production .npmrc .htaccess .htpasswd .DS_Store .bash_history
  .ssh/id_rsa .aws/credentials .well-known/openid-configuration admin administrator wp-admin wp-login.php phpmyadmin phpinfo.php
  server-status server-info console debug actuator actuator/env actuator/heapdump trace metrics health status config config.json
  config.yml config.php settings.py web.config package.json package-lock.json yarn.lock composer.json Dockerfile docker-compose.yml
  Makefile README.md LICENSE CHANGELOG tsconfig.json next.config.js next.config.ts drizzle.config.ts playwright.config.ts backup backups
  backup.zip backup.tar.gz backup.sql dump.sql db.sql database.sql data.sql site.zip www.zip old test tests tmp temp logs log error.log
  access.log postgres.log auth-secret vapid.json server.json outbox postgres dist dist/server.mjs server.mjs.map e.js.map sw.js.map
  .next .next/server .next/BUILD_ID _next/static _next/data _next/image node_modules src lib server app api api/v1 api/v2 api/auth
  api/auth/session api/auth/providers graphql graphiql swagger swagger.json swagger-ui openapi.json rpc soap xmlrpc.php cgi-bin
  cgi-bin/test.cgi shell cmd exec upload uploads files file download export import internal private secret secrets hidden root user
  users account accounts profile members moderators cases cases/votes jury inbox saved following settings settings/leaving reset verify
  welcome unsubscribe appeal appeal/ban edit edit/1 report farewell offline share/1 why/1 embed/b/1 oembed fortune random sitemap.xml
  robots.txt crossdomain.xml clientaccesspolicy.xml favicon.ico humans.txt security.txt .well-known/security.txt manifest.webmanifest
  opensearch.xml speculation.json %2e%2e/ %2e%2e/%2e%2e/etc/passwd ..%2f..%2fetc%2fpasswd ..;/ .%00 %ff %c0%ae%c0%ae/ //etc/passwd
  /etc/passwd proc/self/environ etc/passwd windows/win.ini`.split(/\s+/)

const mark = '<ffufmark>'
/** Values that break careless code, or that reveal themselves when they come back unescaped. */
const payloads = [
  mark, `"${mark}`, `'${mark}`, `</script>${mark}`, `javascript:${mark}`, "'", '"', '\\', '`', "' or '1'='1", "1' and pg_sleep(3)--", '1;select 1',
  '$' + '{7*7}', '{{7*7}}', '<%= 7*7 %>', '#{7*7}', '%00', '%0d%0aX-Evil:%201', '%0aSet-Cookie:a=b', '../../../../etc/passwd', '..%2f..%2fetc%2fpasswd',
  'file:///etc/passwd', 'http://127.0.0.1:1/', '//evil.example', '/\\evil.example', '-1', '0', '99999999999999999999', '1e308', 'NaN', 'null', '[]', '{}',
  'true', '%ff', '%ed%a0%80', 'a'.repeat(3_000), '('.repeat(900), '%e2%80%ae', '*', '%', '_', '|id', '$(id)', ';id', '&&id', '()', '__proto__', 'constructor',
] // biome-ignore format: a list of words

type Hit = { url: string; status: number; input: Record<string, string> }

/** Runs ffuf once; every match is a finding. */
async function run(
  { folder, site }: Scan,
  name: string,
  args: readonly string[],
  seconds: number,
): Promise<{ hits: Hit[]; cut: boolean }> {
  const out = join(folder, `${name}.json`)
  const all = [
    '-s',
    '-t',
    '8',
    '-timeout',
    '15',
    '-maxtime',
    String(Math.ceil(seconds)),
    '-H',
    `Origin: ${site.origin}`,
  ]
  const done = await bounded('ffuf', [...all, ...args, '-o', out, '-of', 'json'], {
    seconds: seconds + 15,
    folder,
  })
  return { hits: readJson<{ results: Hit[] | null }>(out)?.results ?? [], cut: done.cut }
}

/** Returns the target once for each place that a word can be put into. */
function places(target: Target): Target[] {
  const [path = '', search = ''] = target.path.split('?')
  const query = [...new URLSearchParams(search).keys()].map((name) => {
    const changed = new URLSearchParams(search)
    changed.set(name, 'FUZZ')
    return { ...target, path: `${path}?${changed}` }
  })
  const form = [...new URLSearchParams(target.form ?? '').keys()].map((name) => {
    const changed = new URLSearchParams(target.form)
    changed.set(name, 'FUZZ')
    return { ...target, form: changed.toString() }
  })
  const json = Object.keys((target.json as object | undefined) ?? {}).map((name) => ({
    ...target,
    json: { ...(target.json as object), [name]: 'FUZZ' },
  }))
  return [...query, ...form, ...json]
}

/** Runs ffuf over forgotten files, parameters, fields and headers; signed out and signed in. */
export async function ffuf(scan: Scan): Promise<Report> {
  const { origin } = scan.site
  const [words, values] = [join(scan.folder, 'words'), join(scan.folder, 'values')]
  writeFileSync(words, `${names.join('\n')}\n`)
  writeFileSync(values, `${payloads.join('\n')}\n`)
  const findings: Finding[] = []
  let [runs, cut] = [0, 0]
  const end = performance.now() + scan.seconds * 1_000
  const found = async (what: string, name: string, args: readonly string[], share: number) => {
    const left = (end - performance.now()) / 1_000
    if (left < 3) {
      cut += 1
      return
    }
    const done = await run(scan, name, args, Math.max(3, Math.min(left, share)))
    runs += 1
    if (done.cut) cut += 1
    for (const { url, status, input } of done.hits)
      findings.push({
        what,
        where: url.replace(origin, ''),
        detail: `${status} ${Object.values(input).join(' ')}`.slice(0, 200),
      })
  }
  for (const [who, cookie] of [
    ['stranger', []],
    ['signed in', ['-b', scan.cookie]],
  ] as const)
    await found(
      `there (${who})`,
      `paths-${who.slice(0, 3)}`,
      ['-w', words, '-u', `${origin}/FUZZ`, '-mc', 'all', '-fc', '400,404,405,308', ...cookie],
      30,
    )
  for (const header of [
    'X-Forwarded-Host',
    'X-Forwarded-For',
    'X-Original-URL',
    'X-Rewrite-URL',
    'Forwarded',
    'Referer',
    'User-Agent',
    'Cookie',
    'Accept-Language',
    'Authorization',
  ])
    await found(
      'header',
      `header-${header}`,
      [
        '-w',
        values,
        '-u',
        `${origin}/`,
        '-H',
        `${header}: evil.example FUZZ`,
        '-mr',
        'evil\\.example|<ffufmark>',
      ],
      8,
    )
  const all = scan.targets.flatMap(places)
  for (const [at, target] of all.entries()) {
    const file = join(scan.folder, `request-${at}`)
    writeFileSync(file, requestFile(target, origin, scan.cookie))
    const args = ['-w', values, '-request', file, '-request-proto', 'http']
    const share = (end - performance.now()) / 2_000 / Math.max(1, all.length - at)
    await found('5xx', `place-${at}`, [...args, '-mc', '500-599'], share)
    // JSON responses may repeat input as JSON; this matters only where a browser would read it as a page.
    if (target.json === undefined && !/\.json|\/api\//.test(target.path))
      await found('reflected', `echo-${at}`, [...args, '-mr', '<ffufmark>'], share)
  }
  return { findings, runs, cut }
}
