import type { Look } from '@/core/context'
import { paths } from '@/core/paths'
import { spaced } from '../parts/spaced'

const themes = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const densities = [
  ['roomy', 'Roomy'],
  ['compact', 'Compact'],
] as const

/** Buttons that set a cookie; the script (client/parts/ui/theme.ts) changes the page at once. */
function LookForm({
  action,
  name,
  label,
  options,
  chosen,
  back,
}: {
  action: string
  name: 'theme' | 'density'
  label: string
  options: readonly (readonly [value: string, label: string])[]
  chosen: string
  back: string
}) {
  return (
    <form method="post" action={action} className="themes" aria-label={label}>
      <input type="hidden" name="back" value={back} />
      {spaced(
        options.map(([value, label]) => (
          <button type="submit" key={value} name={name} value={value} aria-pressed={chosen === value}>
            {label}
          </button>
        )),
      )}
    </form>
  )
}

/** What a form shows: the look of the page, and the page to return to. */
type Props = { look: Look; back: string }

export const ThemeForm = ({ look, back }: Props) => (
  <LookForm
    action={paths.theme}
    name="theme"
    label="Colours"
    options={themes}
    chosen={look.theme}
    back={back}
  />
)

/** @param label its name; a page has it once in its footer, and the settings once more */
export const DensityForm = ({ label, look, back }: Props & { label: string }) => (
  <LookForm
    action={paths.density}
    name="density"
    label={label}
    options={densities}
    chosen={look.compact ? 'compact' : 'roomy'}
    back={back}
  />
)
