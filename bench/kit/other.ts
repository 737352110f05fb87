// Run in the folder of another build, which may be older: fills a database with that build's own tools, starts its site, and
// prints how to reach it. Ends when its input does.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Loads a file of that build's benchmarks, which older builds keep elsewhere. */
function kit<T>(name: string): Promise<T> {
  const file = resolve(`bench/kit/${name}.ts`)
  return import(existsSync(file) ? file : resolve(`bench/_${name}.ts`)) as Promise<T>
}

type Stopping = { pid: number; stop: () => Promise<void> }

const size = Number(process.argv[2])
const { startFilled } = await kit<{ startFilled: (size: number) => Promise<Stopping> }>('database')
const database = await startFilled(size)
const { aDiscussion, aReader } = await kit<Record<'aDiscussion' | 'aReader', () => Promise<string>>>('people')
const [discussion, cookie] = [await aDiscussion(), await aReader()]
const { startSite } = await kit<{ startSite: () => Promise<Stopping & { origin: string }> }>('site')
const site = await startSite()
console.log(
  `other: ${JSON.stringify({ origin: site.origin, pid: site.pid, postgres: database.pid, discussion, cookie })}`,
)
process.stdin.on('end', async () => {
  await site.stop()
  await database.stop()
  process.exit(0)
})
process.stdin.resume()
