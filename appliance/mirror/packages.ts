/** A package in an index of the archive. */
export type Package = {
  name: string
  version: string
  filename: string
  size: number
  sha256: string
  depends: string
  provides: string
}

/** Parses an index (Packages) of the archive. Of several versions of a package the last one wins. */
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

/** Returns the names in a dependency field, without versions; of alternatives the first. */
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
