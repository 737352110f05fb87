import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { db } from '@/db'
import { tellOwner, unlessReadOnly } from '@/lib/user'
import { type Export, readExport } from './queries'

/** Everything about the viewer, for themselves. They are told of it: it says whose their anonymous texts are. */
export async function exportOwn(viewer: Viewer): Promise<Export> {
  demand(viewer, 'account')
  const all = await readExport(viewer)
  await unlessReadOnly(() => db().transaction((tx) => tellOwner(tx, viewer.id, 'exported')))
  return all
}
