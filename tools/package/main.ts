// Builds the site as a Debian package: its runtime files, its Node, and its setup on a machine.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { conffiles, control, scripts } from './control'
import { fetchNode } from './node'
import { config, templates } from './questions'
import { runtimeFiles } from './trace'

const run = promisify(execFile)
const here = join('tools', 'package', 'root')
const site = 'usr/lib/ibtsocs/app'

/** Returns the commit of a checkout and its time in seconds; for an unpacked archive, a hash of its build. */
async function revision(): Promise<{ name: string; time: number }> {
  try {
    const { stdout } = await run('git', ['log', '-1', '--format=%h %ct'])
    const [name = '', time = ''] = stdout.trim().split(' ')
    const { stdout: changed } = await run('git', ['status', '--porcelain'])
    const built = changed ? `.${(await readFile('dist/built', 'utf8')).slice(0, 8)}` : ''
    return { name: name + built, time: Number(time) }
  } catch {
    const digest = createHash('sha256')
      .update(await readFile('dist/built'))
      .digest('hex')
    return { name: digest.slice(0, 8), time: 0 }
  }
}

async function copyFiles(files: readonly string[], to: string): Promise<number> {
  let bytes = 0
  for (const file of files) {
    const found = await lstat(file)
    const target = join(to, file)
    await mkdir(dirname(target), { recursive: true })
    if (found.isSymbolicLink()) await symlink(await readlink(file), target)
    else if (found.isFile()) {
      await cp(file, target)
      bytes += found.size
    }
  }
  return bytes
}

/** Sets modes as in Debian packages, regardless of the umask. */
async function setModes(root: string): Promise<void> {
  await run('find', [root, '-type', 'd', '-exec', 'chmod', '0755', '{}', '+'])
  await run('find', [root, '-type', 'f', '!', '-perm', '-u+x', '-exec', 'chmod', '0644', '{}', '+'])
  await run('find', [root, '-type', 'f', '-perm', '-u+x', '-exec', 'chmod', '0755', '{}', '+'])
}

async function makePackage(): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
  const { name, time } = await revision()
  const day = new Date(time * 1_000).toISOString().slice(0, 16).replace(/[-:T]/g, '')
  const full = `${version}+${day}.${name}`
  const work = await mkdtemp(join(tmpdir(), 'ibtsocs-package-'))
  try {
    const root = join(work, 'root')
    await cp(here, root, { recursive: true })
    let bytes = await copyFiles(await runtimeFiles(), join(root, site))
    const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ibtsocs-appliance')
    const node = await fetchNode(cache)
    await cp(node, join(root, 'usr/lib/ibtsocs/node'))
    bytes += (await lstat(node)).size
    await mkdir(join(root, 'usr/share/doc/ibtsocs'), { recursive: true })
    await cp('LICENSE', join(root, 'usr/share/doc/ibtsocs/copyright'))
    await cp(`${node}.LICENSE`, join(root, 'usr/share/doc/ibtsocs/copyright.node'))
    await mkdir(join(root, 'var/lib/ibtsocs/acme'), { recursive: true })
    await setModes(root)
    const meta = join(root, 'DEBIAN')
    await mkdir(meta, { mode: 0o755 })
    await writeFile(join(meta, 'control'), control(full, Math.ceil(bytes / 1024)))
    await writeFile(join(meta, 'conffiles'), `${conffiles.join('\n')}\n`)
    await writeFile(join(meta, 'templates'), templates)
    for (const [script, text] of Object.entries({ ...scripts, config })) {
      await writeFile(join(meta, script), text)
      await chmod(join(meta, script), 0o755)
    }
    await utimes(root, time, time)
    const out = join('out', 'packages')
    await mkdir(out, { recursive: true })
    const file = join(out, `ibtsocs_${full}_amd64.deb`)
    await run('dpkg-deb', ['--root-owner-group', '-Zxz', '-z6', '--build', root, `${file}.part`], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(time) },
    })
    await rename(`${file}.part`, file)
    return file
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

console.log(await makePackage())
