import { existsSync, readFileSync, statSync } from 'node:fs'
import { blogFile } from '@/core/env'
import { processWide } from '@/core/process-wide'
import type { BlogIndex } from './compiled'
import { type Snapshot, snapshotAt } from './snapshot'

type Shelf = { index: BlogIndex; changed: number; snapshot: Snapshot }

const shared = processWide('blog', (): { shelf: Shelf | null } => ({ shelf: null }))

const none: BlogIndex = { posts: [], tags: [], series: [] }

function load(file: string, changed: number): Shelf {
  const index =
    changed > 0 ? (JSON.parse(readFileSync(/* turbopackIgnore: true */ file, 'utf8')) as BlogIndex) : none
  return { index, changed, snapshot: snapshotAt(index, Date.now()) }
}

/** Returns the blog as of now. Reads the build's output once, and in development again after each rebuild. */
export function blog(now = Date.now()): Snapshot {
  const known = shared.shelf
  const file = blogFile()
  if (known && !file.watched) {
    if (now >= known.snapshot.until) known.snapshot = snapshotAt(known.index, now)
    return known.snapshot
  }
  const changed = existsSync(/* turbopackIgnore: true */ file.path)
    ? statSync(/* turbopackIgnore: true */ file.path).mtimeMs
    : 0
  const shelf = known?.changed === changed ? known : load(file.path, changed)
  if (now >= shelf.snapshot.until) shelf.snapshot = snapshotAt(shelf.index, now)
  shared.shelf = shelf
  return shelf.snapshot
}
