import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { ask } from './client'
import { aMember } from './helpers'

const browser = { 'user-agent': 'Mozilla/5.0', accept: 'text/html,*/*;q=0.8' }
const curl = { 'user-agent': 'curl/8.5.0', accept: '*/*' }
const nginx = '/usr/sbin/nginx'

describe('what a shared cache may keep', () => {
  const server = ownServer()
  let id: number
  before(async () => {
    id = await aBemoaning(await aMember())
  })
  const get = (path: string, headers: Record<string, string>, origin = server.origin) =>
    ask(origin, path, { headers })

  test('Vary names every header that decides between page and text', async () => {
    for (const path of ['/', '/new', '/t/ci', `/b/${id}`, '/u/kettle', '/blog', '/log', '/nope']) {
      const page = await get(path, browser)
      const text = await get(path, curl)
      const vary = String(page.headers.vary).toLowerCase().split(/,\s*/)
      const differ = page.headers['content-type'] !== text.headers['content-type']
      assert.ok(differ, path)
      assert.ok(vary.includes('cookie') && vary.includes('accept-encoding'), path)
      assert.ok(vary.includes('accept') && vary.includes('user-agent'), `${path}: ${vary}`)
    }
    const feed = await get('/new.atom', curl)
    assert.equal(feed.headers.vary, 'Accept-Encoding, Cookie', 'a feed is the same for every program')
  })

  test('nginx in front hands no page to curl and no text to a browser', {
    skip: !existsSync(nginx) && 'nginx isn’t installed: apt-get install nginx',
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
    const port = 20_000 + (process.pid % 20_000)
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  proxy_cache_path ${folder}/cache keys_zone=all:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${server.origin};
      proxy_set_header Host $http_host;
      proxy_cache all;
      add_header x-cache $upstream_cache_status;
      # Longer than the site allows, so that the second request of the test finds the first.
      proxy_ignore_headers Cache-Control;
      proxy_cache_valid 200 1m;
    }
  }
}`,
    )
    spawnSync('chmod', ['-R', 'a+rwX', folder])
    const program = spawn(nginx, ['-e', `${folder}/error.log`, '-c', `${folder}/nginx.conf`], {
      stdio: 'inherit',
    })
    try {
      const origin = `http://127.0.0.1:${port}`
      for (let tries = 0; tries < 50; tries += 1) {
        if (
          await get('/healthz', curl, origin).then(
            () => true,
            () => false,
          )
        )
          break
        await sleep(100)
      }
      await get('/new', browser, origin)
      const again = await get('/new', browser, origin)
      assert.equal(again.headers['x-cache'], 'HIT')
      assert.match(String(again.headers['content-type']), /^text\/html/)
      assert.match(String((await get('/new', curl, origin)).headers['content-type']), /^text\/plain/)
      assert.match(String((await get('/new', browser, origin)).headers['content-type']), /^text\/html/)
    } finally {
      program.kill('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
