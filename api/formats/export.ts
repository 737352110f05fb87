import { context } from '@/core/context'
import { paths } from '@/core/paths'
import type { RequestExtras } from '@/core/request-extras'
import { fail, ok } from '@/core/result'
import { exportArchive, exportOwn } from '@/lib/account'
import { problemResponse } from '../gate/endpoint'
import { gate, type Rules } from '../gate/gate'
import { noteResult } from '../gate/note'

const rules: Rules<'user'> = {
  path: paths.exportFile,
  needs: 'user',
  limit: 'export',
  fresh: true,
  event: 'exported',
  writesNothing: true,
}

const signedOut = () => fail('signed-out', 'Sign in first. This file holds your own data.')

/**
 * Responds with an archive of all the viewer's data. Needs a freshly confirmed session, or a token with that scope.
 * @param extras why a credential sent along does not count, and the network of the request
 * @param isPage true if a browser asks, which is redirected to a page instead of getting a problem document
 */
export async function exportAnswer(extras: RequestExtras | undefined, isPage: boolean): Promise<Response> {
  const { viewer } = context()
  const { result } = await gate(
    rules,
    {
      extras,
      scope: 'account',
      stake: 'nothing',
      insists: true,
      signedOut,
      read: () => ok(null),
    },
    async ({ viewer: owner }) =>
      owner ? ok({ name: owner.handle, file: await exportArchive(await exportOwn(owner)) }) : signedOut(),
  )
  noteResult(rules, result, { network: extras?.network })
  if (!result.ok)
    return viewer && isPage && result.code === 'signed-out'
      ? new Response(null, { status: 303, headers: { location: paths.proveAgain(paths.settingsLeaving) } })
      : problemResponse(result)
  const { name, file } = result.value
  return new Response(new Uint8Array(file), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="ibtsocs-${name}.zip"`,
    },
  })
}
