import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { meaningOf } from '../host/error-text'
import { run } from '../host/programs'
import { type Package, parsePackages } from './packages'
import { type Named, parseRelease, type Release } from './release'

/** Debian's keys, from the package debian-archive-keyring. */
export const archiveKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** The archive's response was not as promised, or empty. */
export class ArchiveError extends Error {}

/** A file differs from the one in the release: the mirror is being updated, or a cache in between is stale. */
export class AlteredError extends ArchiveError {}

/**
 * How much older than the suite's own release one under another name may be, in milliseconds, so that nobody can
 * serve us last year's vulnerabilities.
 */
const oldest = 200 * 24 * 3600_000

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** A Debian archive of one suite. Every file is verified before use, back to the archive's key. */
export class Archive {
  #release: Promise<Release> | null = null
  /** Deviations, for the manifest. */
  readonly notes: string[] = []

  /**
   * @param mirror its address, without a slash at the end
   * @param cache a folder for downloads, by SHA-256
   * @param keyring the keys that may sign it
   * @param names names of the suite on the mirror, in order: `trixie`, `stable`. The later ones are tried if an index
   *   under the first differs from its release; they are verified like it, code name included
   */
  constructor(
    readonly mirror: string,
    readonly suite: string,
    readonly cache: string,
    readonly keyring = archiveKeyring,
    readonly names: readonly string[] = [suite],
  ) {}

  private get path(): string {
    return `dists/${this.names[0] ?? this.suite}`
  }

  /** Requests a path from the mirror. @throws ArchiveError with address and status */
  private async get(path: string, method: 'GET' | 'HEAD' = 'GET'): Promise<Response> {
    const address = `${this.mirror}/${path}`
    let answer: Response
    try {
      answer = await fetch(address, { method, signal: AbortSignal.timeout(600_000) })
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } }
      const why = meaningOf(cause?.code)
      throw new ArchiveError(
        `The request to the mirror failed${why ? ` (it ${why})` : ''}: ${address} Try again, or choose another under “os: mirror:”.`,
      )
    }
    if (!answer.ok)
      throw new ArchiveError(
        `The mirror responded with ${answer.status}: ${address} Choose another under “os: mirror:”.`,
      )
    return answer
  }

  /** Returns the release after verifying its signature with gpgv against the keyring. */
  release(): Promise<Release> {
    this.#release ??= this.fetchRelease()
    return this.#release
  }

  private async fetchRelease(): Promise<Release> {
    const signed = await (await this.get(`${this.path}/InRelease`)).text()
    const folder = join(this.cache, `release-${randomBytes(6).toString('hex')}`)
    await mkdir(folder, { recursive: true })
    try {
      const [file, clear] = [join(folder, 'InRelease'), join(folder, 'Release')]
      await writeFile(file, signed)
      try {
        // Only gpgv's own output is what was signed.
        await run('gpgv', ['--quiet', '--keyring', this.keyring, '--output', clear, file])
      } catch (error) {
        const { code, stderr = '' } = error as { code?: string; stderr?: string }
        if (code === 'ENOENT') throw new ArchiveError('gpgv isn’t installed: apt-get install gpgv.')
        throw new ArchiveError(
          `gpgv rejects the signature of ${this.suite}: ${stderr.trim().split('\n').pop()}`,
        )
      }
      const release = parseRelease(await readFile(clear, 'utf8'))
      if (release.codename !== this.suite)
        throw new ArchiveError(
          `The mirror sent ${release.codename} instead of ${this.suite}. Choose another under “os: mirror:”.`,
        )
      return release
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** Downloads a file unless it is cached, and checks it. @returns its path */
  private async fetchChecked(path: string, { sha256, size }: Named): Promise<string> {
    const kept = join(this.cache, sha256)
    if (existsSync(kept)) return kept
    await mkdir(this.cache, { recursive: true })
    const half = `${kept}.${randomBytes(6).toString('hex')}.part`
    try {
      const { body } = await this.get(path)
      if (!body) throw new ArchiveError(`The mirror sent an empty response: ${path}`)
      await pipeline(Readable.fromWeb(body as never), createWriteStream(half, { flags: 'wx' }))
      const found = await sha256Of(half)
      if (found !== sha256)
        throw new AlteredError(
          `${path} doesn’t match its signed checksum: SHA-256 ${found}, not ${sha256} (${size} bytes).`,
        )
      await rename(half, kept)
      return kept
    } finally {
      await rm(half, { force: true })
    }
  }

  /** Returns a file listed in the release, such as `main/binary-amd64/Packages.xz`. */
  async named(name: string): Promise<string> {
    const named = (await this.release()).files.get(name)
    if (!named) throw new ArchiveError(`The release file of ${this.suite} doesn’t list ${name}.`)
    return this.fetchChecked(`${this.path}/${name}`, named)
  }

  /** Returns an index of packages: of a component, or of the installer's own packages (udebs). */
  async packages(kind: 'deb' | 'udeb' = 'deb'): Promise<Map<string, Package>> {
    const index = kind === 'deb' ? 'main/binary-amd64' : 'main/debian-installer/binary-amd64'
    const file = await this.named(`${index}/Packages.xz`).catch((error: unknown) =>
      this.namedElsewhere(`${index}/Packages.xz`, error),
    )
    const { stdout } = await run('xz', ['-dc', file], { maxBuffer: 1 << 28 })
    return parsePackages(stdout)
  }

  /**
   * Returns the same file under another name of the suite, signed and not much older. @throws the error of the first
   * one
   */
  private async namedElsewhere(name: string, error: unknown): Promise<string> {
    const [, other, ...more] = this.names
    if (!(error instanceof AlteredError) || !other) throw error
    const there = new Archive(this.mirror, this.suite, this.cache, this.keyring, [other, ...more])
    const [own, found] = [await this.release(), await there.release().catch(() => null)]
    if (!found || own.date.getTime() - found.date.getTime() > oldest) throw error
    const file = await there.named(name).catch((second: unknown) => there.namedElsewhere(name, second))
    this.notes.push(
      `${name} of ${found.date.toISOString()}, from ${other}: the one of ${this.suite} doesn’t match its signed checksum`,
    )
    return file
  }

  /** Downloads a package's file. */
  download({ filename, sha256, size }: Package): Promise<string> {
    return this.fetchChecked(filename, { sha256, size })
  }

  /** Returns those of these packages that the mirror lists but does not have. */
  async missing(packages: readonly Package[], atOnce = 8): Promise<Package[]> {
    const waiting = [...packages]
    const lost: Package[] = []
    const work = async () => {
      for (let one = waiting.pop(); one; one = waiting.pop()) {
        const { filename } = one
        if (!(await this.has(filename))) lost.push(one)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return lost.sort((a, b) => a.name.localeCompare(b.name))
  }

  private async has(path: string): Promise<boolean> {
    const answer = await fetch(`${this.mirror}/${path}`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(20_000),
    })
    return answer.ok
  }
}
