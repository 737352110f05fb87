import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownServer, serverOn } from '../server'
import { alikeScene, readAlike } from './alike'

const framed = ownServer({ PAGE_CACHE_MB: '0' })
const whole = serverOn({ PAGE_CACHE_MB: '0', PAGE_FRAMES: '0' })

test('a page filled from its frame and kept cards is the page that Next makes for this reader, for every kind of page', async () => {
  const scene = await alikeScene(framed.origin)
  // Once for the frames that the first reader finds made, once for those that all find kept.
  const nobody = { ...scene, readers: new Map([['nobody, again', '']]) }
  for (const each of [scene, nobody]) {
    const { read, different } = await readAlike([whole.origin, framed.origin], each)
    assert.ok(read >= 85 * each.readers.size, `${read} pages are not every kind`)
    assert.deepEqual(different, [])
  }
  const metrics = await (await fetch(`${framed.origin}/metrics`)).text()
  const of = (name: string) => Number(new RegExp(`^ibtsocs_${name} (\\d+)$`, 'm').exec(metrics)?.[1])
  assert.ok(of('page_frames') > 50, 'no frames were kept, so this compared nothing')
  assert.ok(of('kept_html_entries') > 100, 'no cards were kept, so this compared nothing')
})
