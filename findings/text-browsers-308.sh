#!/bin/sh
# lynx 2.9.0dev.12-1, w3m 0.5.3+git20230121-2 and elinks 0.13.2-1+b4 (Debian's packages) with a permanent redirect, against
# Node's own http server.
#
# All three follow 301, 302, 303 and 307. None follows 308 (RFC 9110, 15.4.9): they show its body, which is usually empty, and
# exit 0, so a page that has moved by 308 is an empty page to their users and a success to scripts.
#
# Seen (“there” is the body of the page that the redirect leads to, “here” that of the redirect itself; then the exit code):
#     301  lynx: there, 0  w3m: there, 0  elinks: there, 0
#     302  lynx: there, 0  w3m: there, 0  elinks: there, 0
#     303  lynx: there, 0  w3m: there, 0  elinks: there, 0
#     307  lynx: there, 0  w3m: there, 0  elinks: there, 0
#     308  lynx: here, 0  w3m: here, 0  elinks: here, 0
#
# Needs the three on the machine; says so and exits 2 where one is not. Exits 0 while that holds, 1 when it has changed.
set -eu
for program in lynx w3m elinks; do
    command -v "$program" >/dev/null || { echo "$program is not installed: apt-get install lynx w3m elinks"; exit 2; }
done
dpkg-query -W -f '${Package} ${Version}\n' lynx w3m elinks
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cat >"$folder/server.mjs" <<'EOF'
import { createServer } from 'node:http'

const server = createServer(({ url }, response) => {
  const status = Number(url.slice(1))
  if (status) response.writeHead(status, { location: '/end', 'content-type': 'text/html' }).end('<p>here</p>')
  else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>there</p>')
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
EOF
node "$folder/server.mjs" >"$folder/port" &
server=$!
while [ ! -s "$folder/port" ]; do sleep 0.1; done
base=http://127.0.0.1:$(cat "$folder/port")
export HOME="$folder" TERM=dumb
holds=0
for status in 301 302 303 307 308; do
    line="$status"
    for program in lynx w3m elinks; do
        code=0
        shown=$(timeout 20 "$program" -dump "$base/$status" </dev/null 2>/dev/null) || code=$?
        found=$(echo "$shown" | grep -oE 'there|here' | head -n 1 || true)
        expected=there
        [ "$status" = 308 ] && expected=here
        [ "$found" = "$expected" ] && [ "$code" = 0 ] || holds=1
        line="$line  $program: $found, $code"
    done
    echo "$line"
done
exit $holds
