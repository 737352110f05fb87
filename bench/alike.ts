// `npm run bench -- alike <folder>`: compares this build's pages with those of the build in another folder, on one database: every
// kind of page, for nine readers, byte for byte. Prints the first difference of each page.
import { alikeScene, readAlike } from '@/tests/http/alike'
import { startFilled } from './kit/database'
import { startSite } from './kit/site'

const folder = process.argv[2]
if (!folder) {
  console.error('Usage: npm run bench -- alike <folder of the other build>')
  process.exit(2)
}
const database = await startFilled(0, 'starter')
const sites = [await startSite(), await startSite({}, folder)] as const
try {
  const scene = await alikeScene(sites[0].origin)
  // The second time from kept frames and cards.
  for (const time of ['first', 'second'] as const) {
    const { read, different } = await readAlike([sites[1].origin, sites[0].origin], scene)
    console.log(`${time} time: ${read} pages read, ${different.length} differ`)
    for (const { reader, path, where } of different) console.log(`\n${path} for ${reader}:\n${where}`)
    if (different.length > 0) process.exitCode = 1
  }
} finally {
  for (const site of sites) await site.stop()
  await database.stop()
}
