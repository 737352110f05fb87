import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

/** Starts Debian's nginx serving one file, in one process; null where it is not installed. */
export async function startNginx(
  body: Buffer,
): Promise<{ url: string; pid: number; stop: () => void } | null> {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-nginx-'))
  const port = await freePort()
  writeFileSync(join(folder, 'page.html'), body)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events { worker_connections 256; }
http { access_log off; ${temporary} sendfile on; tcp_nopush on; open_file_cache max=10; keepalive_requests 100000000;
server { listen 127.0.0.1:${port}; root ${folder}; default_type text/html; } }\n`,
  )
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'inherit' })
  const failed = new Promise<boolean>((resolve) => child.once('error', () => resolve(true)))
  const url = `http://127.0.0.1:${port}/page.html`
  for (let tries = 0; tries < 50; tries += 1) {
    if (await Promise.race([failed, sleep(100, false)])) return null
    const up = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (up) return { url, pid: child.pid ?? 0, stop: () => child.kill('SIGQUIT') }
  }
  throw new Error('nginx did not come up')
}
