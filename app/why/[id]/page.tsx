import type { Metadata } from 'next'
import { BadAddress } from '@/components/bad-address'
import { Missing } from '@/components/missing'
import { Page } from '@/components/page'
import { rankedBy } from '@/lib/bemoaning/feeds'
import { findInputs } from '@/lib/bemoaning/queries'
import { explain } from '@/lib/bemoaning/why'
import { cacheTags } from '@/lib/cache-tags'
import { context } from '@/lib/context'
import { queried } from '@/lib/page-query'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Why is this here?', robots: { index: false } }

/** Why a bemoaning stands where it does in a list: the formula with its numbers, in words. */
export default async function Why({ params }: { params: Promise<{ id: string }> }) {
  const { id: text } = await params
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
  if (id === null) return <Missing />
  const list = queried('list') ?? paths.home
  const feed = rankedBy(list)
  if (!feed) return <BadAddress message="That is no list with an order to explain." />
  context().tags.add(cacheTags.bemoaning(id))
  const inputs = await findInputs(id)
  const found = inputs && explain(feed, inputs)
  if (!inputs || !found) return <Missing />
  const tag = /^\/t\/(.+)$/.exec(list)?.[1]
  return (
    <Page>
      <h1 className="list-title">Why is this here?</h1>
      <blockquote className="why-about" dir="auto">
        <a href={paths.bemoaning(id, inputs.body)}>{inputs.body}</a>
      </blockquote>
      <p>
        Where #{id} stands in <a href={list}>{tag ? `${feed.title} of ${tag}` : feed.title}</a> follows from
        these numbers and nothing else:
      </p>
      <table className="sum">
        <thead className="sr-only">
          <tr>
            <th scope="col">What counts</th>
            <th scope="col">Number</th>
          </tr>
        </thead>
        <tbody>
          {found.steps.map(({ words, gives }) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td>{gives}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{found.total.words}</th>
            <td>{found.total.gives}</td>
          </tr>
        </tfoot>
      </table>
      <p>{found.remark}</p>
      <p className="quiet">
        Who wrote it does not count, nor who you are, nor what anybody paid: nobody can. The formulas are in
        the source, and <a href={paths.rules}>the rules</a> say who may vote.
      </p>
    </Page>
  )
}
