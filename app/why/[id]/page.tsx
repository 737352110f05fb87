import type { Metadata } from 'next'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { Lines } from '@/components/parts/lines'
import { Part } from '@/components/parts/part'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { rankedBy } from '@/core/feeds'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { type Explanation, explain, findInputs } from '@/lib/bemoaning'
import { explainSearch, findSearchInputs, longestQuery } from '@/lib/search'

export const metadata: Metadata = { title: 'Why is this here?', robots: { index: false } }

type Reason = { body: string; found: Explanation; title: string }

/** Returns the score behind a place in a list; null if it is not in the list. */
async function reasonOf(id: number, list: string): Promise<Reason | null | 'no list'> {
  const q = /^\/search\?q=([^&]+)$/.exec(list)?.[1]
  if (q !== undefined) {
    const words = new URLSearchParams(`q=${q}`).get('q') ?? ''
    if (words.length > longestQuery) return 'no list'
    const inputs = await findSearchInputs(id, words)
    return inputs && { body: inputs.body, found: explainSearch(inputs), title: `the search for “${words}”` }
  }
  const feed = rankedBy(list)
  if (!feed) return 'no list'
  const inputs = await findInputs(id)
  const found = inputs && explain(feed, inputs)
  const tag = /^\/t\/(.+)$/.exec(list)?.[1]
  return inputs && found
    ? { body: inputs.body, found, title: tag ? `${feed.title} of ${tag}` : feed.title }
    : null
}

/** Explains the rank of a bemoaning in a list: the formula with its numbers, in words. */
async function content(id: number | null) {
  if (id === null) return <Missing />
  const list = queried('list') ?? paths.home
  const reason = await reasonOf(id, list)
  if (reason === 'no list') return <BadAddress message="We have no ranking to explain there." />
  context().tags.add(cacheTags.bemoaning(id))
  if (!reason) return <Missing />
  const { body, found, title } = reason
  return (
    <Page>
      <h1 className="list-title">Why is this here?</h1>
      <blockquote className="why-about kept" dir="auto">
        <a href={paths.bemoaning(id, body)}>
          <Lines text={body} />
        </a>
      </blockquote>
      <p>
        Where #{id} stands in <a href={list}>{title}</a> follows from these numbers and nothing else:
      </p>
      <table className="sum">
        <thead className="sr-only">
          <tr>
            <th scope="col">Factor</th>
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
        It doesn’t matter who wrote it or who you are, and nobody can pay for a place. You find the formulas
        in the source, and <a href={paths.rules}>the rules</a> say whose votes count.
      </p>
    </Page>
  )
}

export default async function Why({ params }: { params: Promise<{ id: string }> }) {
  const { id: text } = await params
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
  return <Part of={() => content(id)} />
}
