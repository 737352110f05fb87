import type { Context } from 'hono'
import type { Viewer } from '@/core/context'
import { ok, type Result } from '@/core/result'
import type { VoteKind } from '@/core/vote-kinds'
import { vote, voteInput } from '@/lib/vote'
import { type Api, type ApiEnv, endpoint, type ReplyOf } from '../gate/endpoint'
import { idParam, tally } from './schemas'

/** Votes for the caller, and sets the cookie if a voter was created for the request. */
async function counted(
  { viewer, voterId, c }: { viewer: Viewer | null; voterId: number; c: Context<ApiEnv> },
  id: number,
  kind: VoteKind | null,
): Promise<Result<ReplyOf<typeof tally>>> {
  const voted = await vote({ viewer, voterId, network: c.env.extras?.network ?? 'local' }, id, kind)
  if (!voted.ok) return voted
  const { cookie, ...body } = voted.value
  return ok({ body, ...(cookie ? { headers: { 'Set-Cookie': cookie } } : {}) })
}

/** The calls to vote on a bemoaning and to undo the vote. */
export function voteEndpoints(api: Api): void {
  const voting = {
    path: '/bemoanings/{id}/vote',
    tag: 'Votes',
    needs: 'voter',
    limit: 'vote',
    params: idParam,
    answer: { status: 200, description: 'The counts', schema: tally },
  } as const
  endpoint(
    api,
    { ...voting, method: 'put', summary: 'Vote, or change the vote', body: voteInput },
    ({ params, body, ...who }) => counted(who, params.id, body.kind),
  )
  endpoint(api, { ...voting, method: 'delete', summary: 'Undo the vote' }, ({ params, ...who }) =>
    counted(who, params.id, null),
  )
}
