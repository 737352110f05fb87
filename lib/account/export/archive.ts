import { strToU8, zip } from 'fflate'
import { exportPage } from './page'
import type { Export } from './queries'

const readme = `export.json  everything, for programs
index.html   the same, to read in a browser
`

/** Packs an export as a zip file: JSON and a page to read. */
export function exportArchive(all: Export): Promise<Uint8Array> {
  const mtime = new Date(all.made_at)
  const files = {
    'export.json': strToU8(`${JSON.stringify(all, null, 2)}\n`),
    'index.html': strToU8(exportPage(all)),
    'README.txt': strToU8(readme),
  }
  return new Promise((resolve, reject) => {
    zip(files, { mtime, level: 6 }, (error, data) => (error ? reject(error) : resolve(data)))
  })
}
