/** A package as an index of the archive lists it. */
export type Package = {
  name: string
  version: string
  filename: string
  size: number
  sha256: string
  depends: string
  provides: string
}

/** Reads an index (Packages) of the archive; of several versions of a package the last one stays. */
export function parsePackages(text: string): Map<string, Package> {
  const all = new Map<string, Package>()
  for (const stanza of text.split(/\n\n+/)) {
    const fields = new Map<string, string>()
    for (const [, name = '', value = ''] of stanza.matchAll(/^([A-Za-z0-9-]+): *(.*)$/gm))
      fields.set(name, value)
    const [name, filename, sha256] = ['Package', 'Filename', 'SHA256'].map((key) => fields.get(key))
    if (!name || !filename || !sha256) continue
    all.set(name, {
      name,
      filename,
      sha256,
      version: fields.get('Version') ?? '',
      size: Number(fields.get('Size') ?? 0),
      depends: fields.get('Depends') ?? '',
      provides: fields.get('Provides') ?? '',
    })
  }
  return all
}

/** Names that a field of dependencies mentions, without versions; of alternatives the first. */
export const namesIn = (field: string): string[] =>
  field
    .split(',')
    .map(
      (part) =>
        part
          .trim()
          .split('|')[0]
          ?.trim()
          .split(/[\s(:[]/)[0] ?? '',
    )
    .filter(Boolean)
