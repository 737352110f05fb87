import { adminCommand } from '@/core/site'
import type { Form } from './form'
import { common, partsOf } from './parse'

const width = 46
const line = (left: string, right: string): string =>
  left.length < width ? `  ${left.padEnd(width)}${right}` : `  ${left}\n  ${''.padEnd(width)}${right}`

const shown = ({ usage, options }: Form): string => {
  const given = Object.entries(options).map(([name, { shows, required }]) => {
    const option = `--${name}${shows ? ` ${shows}` : ''}`
    return required ? option : `[${option}]`
  })
  return [usage, ...given].join(' ')
}

/** Returns the help for all commands: one line each. */
export function helpOfAll(forms: readonly Form[]): string {
  return [
    `Usage: ${adminCommand()} <command>`,
    '',
    ...forms.map((form) => line(shown(form), form.does)),
    '',
    ...Object.entries(common).map(([name, { does }]) => line(`--${name}`, does)),
    '',
    'Add --help to a command for its options. Exit code: 0 done, 1 failed or drift found, 2 called wrongly.',
    'It finds the site by the same IBTSOCS_DATA, DATABASE_URL and SITE_URL.',
  ].join('\n')
}

/** Returns the help for some forms of one command, with their options. */
export function helpOf(forms: readonly Form[]): string {
  return forms
    .flatMap((form) => [
      `Usage: ${adminCommand()} ${shown(form)}`,
      `  ${form.does}`,
      ...(form.more ?? []).map((more) => `  ${more}`),
      ...Object.entries(form.options).map(([name, { shows, does }]) =>
        line(`  --${name}${shows ? ` ${shows}` : ''}`, does),
      ),
      ...(partsOf(form.usage).words.length > 0 ? [''] : []),
    ])
    .join('\n')
    .trimEnd()
}
