import type { UnitSystem } from '@/lib/recipe'
import { type Fraction, fraction, mostServings, printFraction } from '@/lib/recipe'
import { spaced } from '../parts/spaced'

type Props = { path: string; own: number; servings: number; system: UnitSystem }

const factors: Fraction[] = [fraction(1, 2), fraction(1), fraction(2), fraction(3)]

/** Returns the address for a number of servings; defaults are left out. */
const addressOf = ({ path, own }: Props, servings: number, system: UnitSystem): string => {
  const query = new URLSearchParams()
  if (servings !== own) query.set('servings', String(servings))
  if (system === 'metric') query.set('units', 'metric')
  const text = query.toString()
  return `${path}${text && `?${text}`}#ingredients`
}

function Step({ to, label, sign }: { to: string | null; label: string; sign: string }) {
  return to === null ? (
    <span className="step-off" aria-hidden="true">
      {sign}
    </span>
  ) : (
    <a href={to} aria-label={label}>
      {sign}
    </a>
  )
}

/** Servings and units: links and a form, so that it works without a script. */
export function RecipeControls(props: Props) {
  const { path, own, servings, system } = props
  const to = (count: number) => addressOf(props, count, system)
  return (
    <div className="recipe-controls">
      <form action={`${path}#ingredients`} className="servings">
        <label htmlFor="servings">Servings</label>{' '}
        <Step to={servings > 1 ? to(servings - 1) : null} label="One serving fewer" sign="−" />{' '}
        <input
          id="servings"
          type="number"
          name="servings"
          min={1}
          max={mostServings}
          defaultValue={servings}
        />{' '}
        <Step to={servings < mostServings ? to(servings + 1) : null} label="One serving more" sign="+" />{' '}
        {system === 'metric' && <input type="hidden" name="units" value="metric" />}
        <button type="submit">Set</button>
      </form>
      <nav aria-label="Times the recipe" className="factors">
        {spaced(
          factors
            .filter((factor) => (own * factor.num) % factor.den === 0)
            .map((factor) => {
              const count = (own * factor.num) / factor.den
              return (
                <a key={count} href={to(count)} aria-current={count === servings ? 'true' : undefined}>
                  ×{printFraction(factor)}
                </a>
              )
            }),
        )}
      </nav>{' '}
      <nav aria-label="Units" className="units">
        {spaced(
          (['us', 'metric'] as const).map((name) => (
            <a
              key={name}
              href={addressOf(props, servings, name)}
              data-units={name}
              aria-current={name === system ? 'true' : undefined}
            >
              {name === 'us' ? 'US' : 'metric'}
            </a>
          )),
        )}
      </nav>
      <p className="recipe-tools" data-recipe-tools />
    </div>
  )
}
