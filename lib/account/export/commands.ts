import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { db } from '@/db'
import { tellOwner, unlessReadOnly } from '@/lib/user'
import { type Export, readExport } from './queries'

/** Exports everything about the viewer, and notifies them: the export reveals which anonymous texts are theirs. */
export async function exportOwn(viewer: Viewer): Promise<Export> {
  demand(viewer, 'account')
  const all = await readExport(viewer)
  await unlessReadOnly(() => db().transaction((tx) => tellOwner(tx, viewer.id, 'exported')))
  return all
}
