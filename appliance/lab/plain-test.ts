// `npm run test:plain`: installs the smallest config's system twice, once with the builder and once with the
// installer alone and the answers typed at its keyboard, and compares packages and debconf's answers.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSync } from '../host/programs'
import { realHost } from '../host/real'
import { installedIn, readInside } from '../image/contents'
import { answeredBy } from '../initrd/overlay'
import { load } from '../load'
import { build } from '../make/build'
import { compareDebconf, extras, type Installation } from '../make/plain'
import { cacheInGuest } from '../plan/plan'
import { program } from './program'

const read = async (image: string): Promise<Installation> => ({
  packages: new Map((await installedIn(image)).map(({ name, version }) => [name, version])),
  debconf: await readInside(image, '/var/cache/debconf/config.dat'),
})

async function main(_: readonly string[], signal: AbortSignal): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'appliance-plain-'))
  try {
    runSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', join(folder, 'key')])
    const key = readFileSync(join(folder, 'key.pub'), 'utf8').trim()
    const config = join(folder, 'appliance.yaml')
    writeFileSync(config, `appliance: www.example.org\napp: none\nssh: { keys: ["${key}"] }\n`)
    const resolved = await load(config, realHost)
    const places = {
      cache: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ibtsocs-appliance'),
      out: join('out', 'plain'),
    }
    const template = readFileSync(join(import.meta.dirname, '..', 'testdata', 'plain', 'preseed.cfg'), 'utf8')
    const images: Installation[] = []
    for (const by of ['the builder', 'the installer alone']) {
      let last = ''
      const report = (stage: string) => {
        if (stage !== last) console.error(`${by}: ${stage}`)
        last = stage
      }
      const began = Date.now()
      const plain = by !== 'the builder'
      const made = await build(resolved, places, report, signal, {
        ...(plain && {
          entries: (nonce: string) =>
            answeredBy(template.replace('@MIRROR@', cacheInGuest.host).replace('@NONCE@', nonce)),
        }),
      })
      console.error(`${by}: ${((Date.now() - began) / 1_000).toFixed(0)} s`)
      images.push(await read(join(made, `${resolved.values.name}.raw`)))
    }
    const [own, plain] = images as [Installation, Installation]
    const found = [...extras(own, plain), ...compareDebconf(own, plain)]
    for (const line of found) console.log(line)
    console.log(
      `${own.packages.size} packages by the builder, ${plain.packages.size} by the installer alone; unexplained differences: ${found.length}`,
    )
    return found.length > 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await program('npm run test:plain', { least: 0, most: 0 }, main)
