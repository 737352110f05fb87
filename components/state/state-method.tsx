import { paths } from '@/core/paths'

/** How the figures are calculated. */
export function StateMethod() {
  return (
    <section className="prose" aria-labelledby="method">
      <h2 id="method">How this is counted</h2>
      <ul>
        <li>
          Days are days in UTC. A week is the last 7 days and a month the last 30, today included; a year is
          this calendar month and the eleven before it.
        </li>
        <li>
          We count everything that everybody can read now. We leave out removed, rejected and waiting
          bemoanings, and the comments on them. A removal also changes the figures of the day it was counted
          on, so yesterday’s figures may change.
        </li>
        <li>A bemoaning counts once for each of its tags, so the tags add up to more than the total.</li>
        <li>
          A fix counts on the day it was marked, unless it breaks again. Days to a fix are whole days. The
          median is the middle one: half of the fixes took no longer. It leaves out everything that is still
          broken, so it flatters us all.
        </li>
        <li>
          Most shared is in the order of <a href={paths.top('week')}>top</a>: “I bemoan this too” counts
          twice, “self-inflicted” once. Most self-inflicted lists the bemoanings that more people call
          self-inflicted than share. Both cover the bemoanings of the window, with all their votes so far.
          Oldest unfixed covers all time.
        </li>
        <li>
          Each figure is exact, not an estimate or a sample. We count when something happens; this page may be
          a minute and a half old.
        </li>
        <li>Our examples count, too. No figure shows who voted, here or in the files.</li>
      </ul>
    </section>
  )
}
