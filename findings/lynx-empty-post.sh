#!/bin/sh
# lynx 2.9.0dev.12 (Debian's package lynx): a form with method=post and without a field is sent as a GET.
#
# HTML says that a form is sent by its method, with an empty body if it has no fields; browsers do. lynx has no body to
# send then, and requests the address of `action` by GET. A button "sign out", or "delete", that is a form of its own
# therefore answers 404 or 405 in lynx, or what a GET of that address answers. One named field, hidden or of the button,
# makes it a POST.
#
# Seen:
#     without a field: GET /empty
#     with one:        POST /one
#
# Needs lynx and python3 on the machine; says so and exits 2 where one is not. Exits 0 while that holds, 1 when it has changed.
set -eu
for program in lynx python3; do
  command -v "$program" >/dev/null || { echo "$program is not installed: apt-get install $program"; exit 2; }
done
lynx -version | sed 1q
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/look.py" <<'END'
import http.server, os, subprocess, sys, threading

PAGE = b'''<title>forms</title>
<form method="post" action="/empty"><button type="submit">go</button></form>
<form method="post" action="/one"><button type="submit" name="a" value="b">go</button></form>'''
seen = []

class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get('content-length') or 0))
        seen.append(f'{self.command} {self.path}')
        self.send_response(200)
        self.send_header('content-type', 'text/html')
        self.end_headers()
        self.wfile.write(PAGE)
    do_GET = do_POST = answer
    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()

def pressing(keys):
    script = os.path.join(sys.argv[1], 'script')
    with open(script, 'w') as file:
        file.write(''.join(f'key {key}\n' for key in [*keys, '^J', 'q', 'y']))
    seen.clear()
    subprocess.run(['lynx', '-term=vt100', '-nopause', f'-cmd_script={script}', f'http://127.0.0.1:{server.server_port}/'],
                   env={**os.environ, 'TERM': 'vt100', 'HOME': sys.argv[1]}, stdout=subprocess.DEVNULL, timeout=60)
    return seen[-1]

found = [pressing([]), pressing(['<tab>'])]
print('without a field:', found[0])
print('with one:       ', found[1])
sys.exit(0 if found == ['GET /empty', 'POST /one'] else 1)
END
python3 "$folder/look.py" "$folder"
