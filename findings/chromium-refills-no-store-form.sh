#!/bin/sh
# Chromium 156.0.8078.108 (Debian's package chromium), driven by playwright-core 1.65.1.
#
# A page that is sent with `Cache-Control: no-store` is fetched anew when somebody goes back to it, and its form is refilled
# with what was typed into the copy before, on plain http. The text
# lives in the session history of the tab, not in a cache, so no-store does not reach it. `autocomplete="off"` on the form
# does.
#
# Seen:
#     fetched 2 times, refilled with: what alice typed
#     with autocomplete=off, refilled with: (nothing)
#
# Needs chromium on the machine; says so and exits 2 where it is not. Exits 0 while that holds, 1 when it has changed.
set -eu
chromium=$(command -v chromium) || { echo 'chromium is not installed: apt-get install chromium'; exit 2; }
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

const page = (form) => `<!doctype html><title>x</title><form ${form}><textarea name="text"></textarea></form><a href="/away">away</a>`
const fetched = { '/form': 0, '/off': 0 }
const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html')
  response.setHeader('cache-control', 'private, no-store')
  if (request.url in fetched) fetched[request.url] += 1
  response.end(request.url === '/form' ? page('') : request.url === '/off' ? page('autocomplete="off"') : '<!doctype html>away')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const origin = `http://127.0.0.1:${server.address().port}`
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
const browser = await chromium.launch({ executablePath: process.argv[2], args })
const tab = await (await browser.newContext()).newPage()
async function goBackTo(path) {
  await tab.goto(origin + path)
  await tab.fill('textarea', 'what alice typed')
  await tab.click('a')
  await tab.waitForURL('**/away')
  await tab.goBack()
  await tab.waitForTimeout(1_000)
  return tab.inputValue('textarea')
}
const [plain, off] = [await goBackTo('/form'), await goBackTo('/off')]
console.log(`fetched ${fetched['/form']} times, refilled with: ${plain || '(nothing)'}`)
console.log(`with autocomplete=off, refilled with: ${off || '(nothing)'}`)
await browser.close()
server.close()
process.exit(fetched['/form'] === 2 && plain === 'what alice typed' && off === '' ? 0 : 1)
EOF
node look.mjs "$chromium"
