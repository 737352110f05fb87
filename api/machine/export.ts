import { context } from '@/lib/context'
import { exportArchive } from '@/lib/export/archive'
import { readExport } from '@/lib/export/queries'
import { spendLimit } from '@/lib/rate'
import { fail } from '@/lib/result'
import { problemResponse } from '../endpoint'

/** Everything about who asks, as a file to keep. */
export async function exportAnswer(): Promise<Response> {
  const { viewer } = context()
  if (!viewer) return problemResponse(fail('signed-out', 'Sign in first: this is a file of your own things.'))
  const { failure } = await spendLimit('export', viewer.voterId)
  if (failure) return problemResponse(failure)
  const file = await exportArchive(await readExport(viewer))
  return new Response(new Uint8Array(file), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="ibtsocs-${viewer.handle}.zip"`,
    },
  })
}
