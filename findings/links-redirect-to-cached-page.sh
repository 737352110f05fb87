#!/bin/sh
# elinks 0.13.2 and links 2.28 (Debian's packages): after a POST that redirects to a page they have, they show the old copy.
#
# A browser follows the redirect by a request. These two take the page from their memory, `Cache-Control: no-store` or not, so
# after a vote or a comment, answered by `303 /page`, the page looks as before; a reload (Ctrl-R) shows the change. With a
# fragment that only the new page has, elinks also complains that it doesn't exist. Both ignore the server's caching headers as
# installed (elinks: document.cache.ignore_cache_control, links: -aggressive-cache). With that switched off they obey `no-cache`,
# and still not `no-store` alone.
#
# Seen, for `303 /page` and for `303 /page#new`:
#     as installed, either header:         GET /page, POST /plain             GET /page, POST /fragment
#     option off, no-store:                the same
#     option off, no-store, no-cache:      GET /page, POST /plain, GET /page  GET /page, POST /fragment, GET /page
#
# Needs elinks, links, tmux and python3 on the machine; says so and exits 2 where one is not. Takes a minute or so.
# Exits 0 while that holds, 1 when it has changed.
set -eu
for program in elinks links tmux python3; do
  command -v "$program" >/dev/null || { echo "$program is not installed: apt-get install $program"; exit 2; }
done
elinks -version | sed 1q
links -version | sed 1q
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/look.py" <<'END_OF_PROGRAM'
import http.server, os, subprocess, sys, threading, time

seen = []
posted = False

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        global posted
        seen.append(f'GET {self.path}')
        self.send_response(200)
        self.send_header('content-type', 'text/html')
        self.send_header('cache-control', HEADER)
        self.end_headers()
        self.wfile.write(b'''<title>page</title>
<form method="post" action="/plain"><button type="submit" name="a" value="b">one</button></form>
<form method="post" action="/fragment"><button type="submit" name="a" value="b">two</button></form>'''
            + (b'<p id="new">new</p>' if posted else b''))
    def do_POST(self):
        global posted
        posted = True
        seen.append(f'POST {self.path}')
        self.rfile.read(int(self.headers.get('content-length') or 0))
        self.send_response(303)
        self.send_header('location', '/page' + ('#new' if self.path == '/fragment' else ''))
        self.send_header('content-length', '0')
        self.end_headers()
    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
env = {**os.environ, 'HOME': sys.argv[1], 'TMUX_TMPDIR': sys.argv[1], 'LANG': 'C.UTF-8'}

def tmux(*args):
    return subprocess.run(['tmux', '-f', '/dev/null', *args], env=env, check=True, capture_output=True, text=True).stdout

def wait(done):
    end = time.time() + 15
    while not done():
        if time.time() > end:
            sys.exit(f"the program has not done what was expected: {seen}\n{tmux('capture-pane', '-p')}")
        time.sleep(0.1)

def pressing(number, program):
    global posted
    posted = False
    seen.clear()
    tmux('new-session', '-d', '-x', '100', '-y', '30', 'env', 'TERM=screen', *program, f'http://127.0.0.1:{server.server_port}/page')
    wait(lambda: '[2]' in tmux('capture-pane', '-p'))
    time.sleep(1)
    for key in [number, 'Enter']:
        tmux('send-keys', key)
        time.sleep(0.5)
    # links presses what a number names; elinks only goes there.
    for _ in range(5):
        time.sleep(1)
        if len(seen) > 1:
            break
        tmux('send-keys', 'Enter')
    wait(lambda: len(seen) > 1)
    time.sleep(2)
    tmux('kill-server')
    time.sleep(0.5)
    return list(seen)

for name in ['.elinks', '.links']:
    os.mkdir(os.path.join(sys.argv[1], name))
loads = []
for HEADER in ['no-store', 'no-store, no-cache']:
    for keeps in '10':
        with open(os.path.join(sys.argv[1], '.elinks', 'elinks.conf'), 'w') as file:
            file.write(f"""set document.browse.forms.confirm_submit = 0
set document.browse.links.numbering = 1
set document.browse.links.number_keys_select_link = 2
set document.cache.ignore_cache_control = {keeps}
""")
        for program in [['elinks'], ['links', '-html-numbered-links', '1', '-aggressive-cache', keeps]]:
            found = [pressing(number, program) for number in '12']
            loads.append([seen[2:] for seen in found])
            option = 'as installed' if keeps == '1' else 'option off'
            print(f'{program[0]}, {option}, {HEADER}:', '; '.join(', '.join(seen) for seen in found), flush=True)
sys.exit(0 if loads == [[[], []]] * 6 + [[['GET /page'], ['GET /page']]] * 2 else 1)
END_OF_PROGRAM
python3 "$folder/look.py" "$folder"
