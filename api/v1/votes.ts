import type { Context } from 'hono'
import type { Viewer } from '@/core/context'
import { ok, type Result } from '@/core/result'
import type { VoteKind } from '@/core/vote-kinds'
import { vote, voteInput } from '@/lib/vote'
import { type Api, type ApiEnv, endpoint, type ReplyOf } from '../gate/endpoint'
import { idParam, tally } from './schemas'

/** Votes for whoever calls, and sets the cookie of a voter that was made for it. */
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

/** Voting on a bemoaning, and taking it back. */
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
  endpoint(api, { ...voting, method: 'delete', summary: 'Withdraw the vote' }, ({ params, ...who }) =>
    counted(who, params.id, null),
  )
}
