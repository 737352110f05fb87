import { context } from '@/core/context'
import { scopeFailure } from '@/core/credential'
import { paths } from '@/core/paths'
import type { Extras } from '@/core/request-extras'
import { fail } from '@/core/result'
import { exportArchive, exportOwn } from '@/lib/account'
import { spendLimit } from '@/lib/rate-limit'
import { staleFailure } from '@/lib/user'
import { problemResponse } from '../gate/endpoint'
import { noteResult } from '../gate/note'

const noted = { path: paths.exportFile, event: 'exported' } as const

/**
 * Everything about who asks, as a file to keep: for a session that has just confirmed who sits there, or a token that may.
 * @param extras why a credential that came along does not count, and where it came from
 * @param isPage whether a browser asks, to which a page says more than a document
 */
export async function exportAnswer(extras: Extras | undefined, isPage: boolean): Promise<Response> {
  const { viewer } = context()
  if (extras?.denied) return problemResponse(extras.denied)
  if (!viewer) return problemResponse(fail('signed-out', 'Sign in first: this is a file of your own things.'))
  const { failure } = await spendLimit('export', viewer.voterId)
  const stale = failure ?? scopeFailure(viewer, 'account') ?? (await staleFailure(viewer))
  if (stale) {
    noteResult(noted, stale, { network: extras?.network })
    return isPage && stale.code === 'signed-out'
      ? new Response(null, { status: 303, headers: { location: paths.proveAgain(paths.settingsLeaving) } })
      : problemResponse(stale)
  }
  const all = await exportOwn(viewer)
  noteResult(noted, { ok: true, value: null }, { network: extras?.network })
  const file = await exportArchive(all)
  return new Response(new Uint8Array(file), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="ibtsocs-${viewer.handle}.zip"`,
    },
  })
}
