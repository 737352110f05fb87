import type { Metadata } from 'next'
import { ShortList } from '@/components/bemoaning/short-list'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { CourseCharts, FixChart, HourCharts, TagChart } from '@/components/state/state-charts'
import { StateFiles } from '@/components/state/state-files'
import { StateHead } from '@/components/state/state-head'
import { StateMethod } from '@/components/state/state-method'
import { queried } from '@/core/page-query'
import { files, paths } from '@/core/paths'
import { stateWindow } from '@/core/windows'
import { readState, type StateFigures } from '@/lib/state'

/** The month has the canonical address without a query; other windows have their own. */
export async function generateMetadata(): Promise<Metadata> {
  const window = stateWindow(queried('window')) ?? 'month'
  const canonical = window === 'month' ? paths.state() : paths.state(window)
  return {
    title: 'State of Computer Science',
    description:
      'The complaints of people who write software, the fixes, and how long they take, in figures.',
    alternates: {
      canonical,
      types: {
        'application/json': paths.stateFile('json', window),
        'text/csv': paths.stateFile('csv', window),
      },
    },
    openGraph: { url: canonical, images: [files.picture] },
  }
}

function Figures({ figures }: { figures: StateFigures }) {
  return (
    <>
      <CourseCharts figures={figures} />
      <TagChart figures={figures} by="bemoanings" />
      <TagChart figures={figures} by="fixes" />
      <HourCharts figures={figures} />
      <FixChart figures={figures} />
      <section className="figure" aria-labelledby="shared">
        <h2 id="shared">Most shared</h2>
        <ShortList lines={figures.mostShared} empty="No votes in this period." />
      </section>
      <section className="figure" aria-labelledby="self-inflicted">
        <h2 id="self-inflicted">Most self-inflicted</h2>
        <ShortList lines={figures.mostSelfInflicted} empty="Nothing in this period. It was the computer." />
      </section>
    </>
  )
}

/** Statistics for a window of time. */
export default framed(async () => {
  const window = stateWindow(queried('window'))
  if (!window) return <BadAddress message="A window is week, month, year or all." />
  const figures = await readState(window)
  const isEmpty = figures.bemoanings + figures.comments + figures.fixes === 0
  return (
    <Page wide>
      <StateHead figures={figures} isEmpty={isEmpty} />
      <div className="figures">
        {!isEmpty && <Figures figures={figures} />}
        {figures.oldestUnfixed.length > 0 && (
          <section className="figure figure-wide" aria-labelledby="unfixed">
            <h2 id="unfixed">Oldest unfixed</h2>
            <p className="quiet">Of all time, and still not right.</p>
            <ShortList lines={figures.oldestUnfixed} empty="" />
          </section>
        )}
        <StateMethod />
        <StateFiles window={window} />
      </div>
    </Page>
  )
})
