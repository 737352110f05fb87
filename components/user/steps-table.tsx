import { rateLimits } from '@/core/limits'
import { inWords } from '@/core/time'
import { type Powers, steps } from '@/lib/user'

const often = (name: keyof typeof rateLimits | null): string => {
  if (name === null) return 'no'
  const { points, seconds } = rateLimits[name]
  return `${points} ${inWords(seconds)}`
}
const yes = (does: boolean): string => (does ? 'yes' : 'no')

/** The permissions of each trust level, one per line. */
const lines: readonly (readonly [what: string, says: (powers: Powers) => string])[] = [
  ['Bemoan', ({ bemoan }) => often(bemoan)],
  ['Comment', ({ comment }) => often(comment)],
  ['Post links', ({ links }) => yes(links)],
  ['Vote', ({ votesWeigh }) => (votesWeigh ? 'yes' : 'shown, not counted')],
  ['Report', () => 'yes'],
  ['Judge in the jury', ({ judges }) => yes(judges)],
  [
    'Say that something got fixed',
    ({ confirms }) => ({ no: 'propose it', together: 'confirm it', alone: 'alone' })[confirms],
  ],
  ['Decide cases', ({ moderates }) => yes(moderates)],
]

/** The trust levels and their permissions, from the table that the code uses. */
export function StepsTable() {
  const all: Powers[] = Object.values(steps)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard
    <section className="steps-scroll" aria-label="What each step of trust lets people do" tabIndex={0}>
      <table className="steps-table">
        <thead>
          <tr>
            <td />
            {all.map(({ label }) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(([what, says]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              {all.map((powers) => (
                <td key={powers.label}>{says(powers)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
