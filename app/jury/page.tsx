import type { Metadata } from 'next'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { JuryBoard } from '@/components/jury/jury-board'
import { JuryForms } from '@/components/jury/jury-forms'
import { JuryLast } from '@/components/jury/jury-last'
import { Art } from '@/components/parts/art'
import { Lines } from '@/components/parts/lines'
import { spaced } from '@/components/parts/spaced'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { type JuryItem, lastVerdict, nextItem, notYet, readBoard } from '@/lib/jury'

export const metadata: Metadata = { title: 'Jury', robots: { index: false } }

/** A text to judge, without its author or the other verdicts. */
function Item({ item: { id, version, body, detailsHtml, tags } }: { item: JuryItem }) {
  return (
    <article className="entry jury-item" aria-labelledby={`t${id}`}>
      <div className="gutter" aria-hidden="true">
        <span className="line-number">#{id}</span> <Art digest={null} />
      </div>
      <div className="entry-body">
        <h2 className="bemoaning kept" id={`t${id}`} dir="auto">
          <Lines text={body} /> <span className="stamp">IBTSOCS</span>
        </h2>
        <p className="byline">
          {spaced(
            tags.map((tag) => (
              <span className="tag" key={tag}>
                {tag}
              </span>
            )),
          )}{' '}
          <span className="short-number">#{id}</span>
        </p>
        {detailsHtml && (
          <section className="prose" aria-label="Details">
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: out of text/markdown.ts, sanitised */}
            <div dangerouslySetInnerHTML={{ __html: detailsHtml }} />
          </section>
        )}
        <JuryForms id={id} version={version} />
      </div>
    </article>
  )
}

/** Signed-in users judge pending bemoanings, one at a time. */
export default async function Jury() {
  const here = context()
  const { viewer } = here
  if (!viewer) return <SignInFirst />
  const young = notYet(viewer)
  if (young) {
    here.status ??= 403
    return (
      <Page>
        <h1 className="list-title">The jury</h1>
        <p className="empty">{young.message}</p>
        <p>
          Meanwhile: <a href={paths.submit}>write something</a>, or{' '}
          <a href={`${paths.rules}#jury`}>read how the jury works</a>.
        </p>
      </Page>
    )
  }
  const [item, last, board] = await Promise.all([nextItem(viewer), lastVerdict(viewer), readBoard(viewer)])
  return (
    <Page>
      <h1 className="list-title">The jury</h1>
      {last && <JuryLast last={last} />}
      {item ? (
        <>
          <p className="sr-only">Would you publish this?</p>
          <Item item={item} />
        </>
      ) : (
        <p className="empty">
          Nothing is waiting. <a href={paths.submit}>Go and write something.</a>
        </p>
      )}
      <JuryBoard board={board} />
      <OwnScript name="j" />
    </Page>
  )
}
