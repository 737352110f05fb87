import { paths } from '@/core/paths'

/** How the figures are calculated. */
export function StateMethod() {
  return (
    <section className="prose" aria-labelledby="method">
      <h2 id="method">How this is counted</h2>
      <ul>
        <li>
          Days are days in UTC. A week is the last 7 days and a month the last 30, today included; a year is
          this calendar month and the eleven before it; all is all there is.
        </li>
        <li>
          What counts is what everybody can read now. What is removed, rejected or waiting does not count, nor
          do the comments under it. A removal takes it out again on the day it was counted on, so yesterday’s
          figures may change.
        </li>
        <li>A bemoaning counts once for each of its tags. Tags therefore add up to more than there is.</li>
        <li>
          A fix counts on the day on which the bemoaning was marked as fixed, and no longer once it is broken
          again. Days to a fix are whole days. The median is the middle one: half of the fixes took no longer.
          What is still broken is not in it, so it flatters us all.
        </li>
        <li>
          Most shared is in the order of <a href={paths.top('week')}>top</a>: who bemoans it too counts twice,
          who calls it self-inflicted once. Most self-inflicted is what more people call so than share. Both
          are of what was bemoaned in the window, with the votes of today. Oldest unfixed is of all time.
        </li>
        <li>
          Each figure is exact, not an estimate or a sample. It is counted when something happens; this page
          may be a minute and a half old.
        </li>
        <li>Starter content counts too. No figure says who voted, here or in the files.</li>
      </ul>
    </section>
  )
}
