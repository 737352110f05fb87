import { db } from '@/db'
import type { Viewer } from '../context'
import { demand } from '../credential'
import { unlessReadOnly } from '../user/note'
import { tellOwner } from '../user/tell-owner'
import { type Export, readExport } from './queries'

/** Everything about the viewer, for themselves. They are told of it: it says whose their anonymous texts are. */
export async function exportOwn(viewer: Viewer): Promise<Export> {
  demand(viewer, 'account')
  const all = await readExport(viewer)
  await unlessReadOnly(() => db().transaction((tx) => tellOwner(tx, viewer.id, 'exported')))
  return all
}
