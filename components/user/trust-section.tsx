import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { counted } from '@/core/plural'
import { reputationOf, stepOf, steps, sumOf, trust } from '@/lib/user'
import { isDamped } from '@/lib/vote'

/** A user's trust level, how it is calculated, and whether their votes affect the ranking. */
export async function StandingSection({ viewer }: { viewer: Viewer }) {
  const [step, reputation, damped] = await Promise.all([
    stepOf(viewer),
    reputationOf(viewer.id),
    isDamped(viewer.voterId),
  ])
  const { relates, thanks, verdicts } = reputation
  return (
    <section>
      <h2>Trust and reputation</h2>
      <p>
        {steps[step].label}: {steps[step].who}. Your reputation is {counted(sumOf(reputation))}:{' '}
        {counted(relates)} from people who bemoan what you bemoan, {counted(thanks)} from comments they call
        so true, {counted(verdicts)} from verdicts that held. Nobody else sees it.
        {step === 'regular' && ` With ${trust.agreed}, and after ${trust.days} days, you are trusted.`}{' '}
        <a href={`${paths.rules}#trust`}>What that lets you do</a>
      </p>
      {damped && (
        <p role="note">
          Your votes look coordinated with those of others. They are shown but don’t affect the ranking until
          that ends. <a href={paths.votesWeigh}>How we find out</a>
        </p>
      )}
    </section>
  )
}
