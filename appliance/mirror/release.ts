/** A file listed in a release: its size in bytes, and its SHA-256 in hex. */
export type Named = { size: number; sha256: string }

/** A verified Release file (Debian's repository format, wiki.debian.org/DebianRepository/Format). */
export type Release = {
  codename: string
  version: string
  date: Date
  files: ReadonlyMap<string, Named>
}

/** Parses the text of a Release file without its signature. @throws if it is not one */
export function parseRelease(text: string): Release {
  const fields = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(/^([A-Za-z0-9-]+): *(.*)$/gm)) fields.set(name, value)
  const block = /^SHA256:\n((?: .*\n?)+)/m.exec(text)?.[1]
  const codename = fields.get('Codename')
  const date = new Date(fields.get('Date') ?? '')
  if (!block || !codename || Number.isNaN(date.getTime()))
    throw new Error('This isn’t a Release file: its code name, date or SHA256 is missing.')
  const files = new Map<string, Named>()
  for (const line of block.split('\n')) {
    const [, sha256 = '', size = '', name = ''] = /^ ([0-9a-f]{64}) +(\d+) +(\S+)$/.exec(line) ?? []
    if (name) files.set(name, { sha256, size: Number(size) })
  }
  return { codename, version: fields.get('Version') ?? '', date, files }
}
