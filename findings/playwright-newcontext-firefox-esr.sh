#!/bin/sh
# playwright-core 1.65.1 (npm) with Firefox ESR 153.8 (Debian's package firefox-esr), over WebDriver BiDi.
#
# Playwright launches a stock Firefox by `channel: 'moz-firefox'` and connects to it, and then cannot open a single page:
# newContext() always sends `emulation.setMediaFeaturesOverride`, a command that this Firefox does not know, and fails. It
# is sent without any options, and also with `colorScheme: null`, which is documented to leave the scheme alone.
#
# Seen:
#     no options:         emulation.setMediaFeaturesOverride: unknown command
#     colorScheme: null:  emulation.setMediaFeaturesOverride: unknown command
#
# Needs firefox-esr on the machine; says so and exits 2 where it is not. Exits 0 while that holds, 1 when it has changed.
set -eu
firefox=$(command -v firefox-esr) || { echo 'firefox-esr is not installed: apt-get install firefox-esr'; exit 2; }
"$firefox" --version
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1 >/dev/null
cat >look.mjs <<'EOF'
import { firefox } from 'playwright-core'

const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: process.argv[2], timeout: 120_000 })
const attempts = [['no options:       ', {}], ['colorScheme: null:', { colorScheme: null }]]
let refused = 0
for (const [what, options] of attempts) {
  const said = await browser.newContext(options).then(() => 'it worked', (error) => error.message)
  const unknown = /setMediaFeaturesOverride/.test(said) && /unknown command/i.test(said)
  if (unknown) refused += 1
  console.log(`${what} ${unknown ? 'emulation.setMediaFeaturesOverride: unknown command' : said.split('\n')[0]}`)
}
await browser.close()
process.exit(refused === attempts.length ? 0 : 1)
EOF
HOME="$folder" node look.mjs "$firefox"
