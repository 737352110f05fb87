// Compiles content/ to one file that the server reads when it starts. Called by tools/build.mjs.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { plural } from '@/core/plural'
import { compileBlog } from './blog/compile'

const [content = 'content', target = 'dist/blog.json'] = process.argv.slice(2)
const { index, faults } = await compileBlog(content)
for (const { message } of faults) console.error(message)
if (faults.length > 0) {
  console.error(`Found ${plural(faults.length, 'error')} in the content. The blog wasn’t built.`)
  process.exit(1)
}
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, JSON.stringify(index))
