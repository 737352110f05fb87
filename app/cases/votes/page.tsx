import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { Ago } from '@/components/parts/ago'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { isModerator } from '@/core/role'
import { listVotePatterns, ringsNow, voteBounds } from '@/lib/moderation'

export const metadata: Metadata = { title: 'Votes', robots: { index: false } }

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** Anomalies in the votes of the last day, as shares; no individual votes. */
export default async function Votes() {
  if (!isModerator(context().viewer)) return <Missing />
  const [patterns, rings] = await Promise.all([listVotePatterns(), ringsNow()])
  return (
    <Page>
      <p className="quiet">
        <a href={paths.cases()}>All cases</a>
      </p>
      <h1 className="list-title">Votes of the last {voteBounds.hours} hours</h1>
      <p>
        The {voteBounds.rows} bemoanings with the most votes, from {voteBounds.fewest} votes on. “Not counted”
        is the share of votes that don’t affect the ranking; “one network”, the share from its most frequent
        network; “together”, the share of its voters who also voted on the bemoaning named there. Nobody can
        see who voted for what. We keep networks as a keyed hash, for 30 days.
      </p>
      <p>
        {rings.checkedAt ? (
          <>
            The nightly check of <Ago date={rings.checkedAt} /> found {plural(rings.damped, 'voter')} in
            coordinated voting.
          </>
        ) : (
          'The nightly check has not run yet.'
        )}{' '}
        <a href={paths.votesWeigh}>How it works</a>
      </p>
      {patterns.length === 0 && <p className="empty">No bemoaning had that many votes.</p>}
      {patterns.length > 0 && (
        <section className="votes-scroll" aria-label="Votes of the last day">
          <table className="votes-table">
            <thead>
              <tr>
                <th scope="col">Bemoaning</th>
                <th scope="col">Votes</th>
                <th scope="col">New accounts</th>
                <th scope="col">Visitors</th>
                <th scope="col">Not counted</th>
                <th scope="col">One network</th>
                <th scope="col">Together</th>
              </tr>
            </thead>
            <tbody>
              {patterns.map(
                ({ id, body, votes, young, visitors, light, network, together, togetherWith }) => (
                  <tr key={id}>
                    <th scope="row">
                      <a href={paths.bemoaning(id, body)}>#{id}</a>
                    </th>
                    <td>{votes}</td>
                    <td>{percent(young)}</td>
                    <td>{percent(visitors)}</td>
                    <td>{percent(light)}</td>
                    <td>{percent(network)}</td>
                    <td>
                      {percent(together)}
                      {togetherWith !== null && (
                        <>
                          {' '}
                          <a href={paths.shortBemoaning(togetherWith)}>#{togetherWith}</a>
                        </>
                      )}
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  )
}
