#!/bin/sh
# chromium-headless-shell 156.0.8078.114 (Debian's package), driven by playwright-core 1.65.1.
#
# What a page has the browser load early by speculation rules is requested with `Sec-Fetch-Site: none`, as if the reader had
# typed the address, though the page and the target have one origin; a click on the same link says `same-origin`. So a server
# that tells landings from visits within the site by this header alone treats every page that was loaded early as a landing.
# `Sec-Purpose: prefetch` and the `Referer` tell them apart.
#
# Seen:
#     early: site=none dest=document purpose=prefetch referer=yes
#     click: site=same-origin dest=document purpose=- referer=yes
#
# Needs chromium-headless-shell (or chromium) on the machine; says so and exits 2 where there is none. Exits 0 while that
# holds, 1 when it has changed.
set -eu
chromium=$(command -v chromium-headless-shell || command -v chromium) ||
  { echo 'chromium is not installed: apt-get install chromium-headless-shell'; exit 2; }
"$chromium" --version
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1 >/dev/null
cat >look.mjs <<'EOF'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const rules = { prefetch: [{ where: { href_matches: '/early' }, eagerness: 'immediate' }] }
const seen = {}
const server = createServer(({ url, headers }, response) => {
  if (url === '/rules.json') {
    response.setHeader('content-type', 'application/speculationrules+json')
    return response.end(JSON.stringify(rules))
  }
  const { 'sec-fetch-site': site, 'sec-fetch-dest': dest, 'sec-purpose': purpose = '-', referer } = headers
  seen[url] = `site=${site} dest=${dest} purpose=${purpose.split(';')[0]} referer=${referer ? 'yes' : 'no'}`
  response.setHeader('content-type', 'text/html')
  response.setHeader('speculation-rules', '"/rules.json"')
  response.end('<!doctype html><title>x</title><a href="/early">early</a> <a href="/click">click</a>')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', '--disable-gpu'] })
const tab = await (await browser.newContext()).newPage()
await tab.goto(`http://127.0.0.1:${server.address().port}/`)
for (let tries = 0; tries < 50 && !seen['/early']; tries += 1) await tab.waitForTimeout(100)
await tab.click('a[href="/click"]')
await tab.waitForURL('**/click')
console.log(`early: ${seen['/early']}`)
console.log(`click: ${seen['/click']}`)
await browser.close()
server.closeAllConnections()
server.close()
process.exit(
  seen['/early'] === 'site=none dest=document purpose=prefetch referer=yes' &&
    seen['/click'] === 'site=same-origin dest=document purpose=- referer=yes'
    ? 0
    : 1,
)
EOF
node look.mjs "$chromium"
