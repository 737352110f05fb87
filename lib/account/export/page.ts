import { escapeHtml } from '@/text/escape'
import type { Export, Row } from './queries'
import { sectionNames, sections } from './sections'

const style = `body{margin:0 auto;max-width:46rem;padding:1.5rem 1rem 4rem;background:#fbf7ef;color:#211d18;font:1rem/1.5 system-ui,sans-serif}
h1,h2{font-family:Georgia,serif}h2{margin-top:2.5rem;border-top:1px solid #e2d9c8;padding-top:1rem}
nav a{margin-right:.75rem;color:#7a3b12}dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.15rem 1rem;margin:0}dt{color:#6a6157}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
article{margin:1rem 0;padding-bottom:1rem;border-bottom:1px solid #e2d9c8}.text{font:1.2rem/1.5 Georgia,serif;white-space:pre-wrap;margin:0 0 .5rem}
@media (prefers-color-scheme:dark){body{background:#171512;color:#e9e1d3}h2,article{border-color:#302b25}dt{color:#a59b8c}nav a{color:#e3a878}}`

/** Columns that hold the person's own words: shown large and first. */
const written = new Set(['body', 'handle', 'about', 'word'])

const named = (column: string): string => escapeHtml(column.replaceAll('_', ' '))

function shown(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return escapeHtml(value.join(', '))
  if (Array.isArray(value)) return value.map((one) => article(one as Row)).join('')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return escapeHtml(String(value))
}

function article(row: Row): string {
  const filled = Object.entries(row).filter(([, value]) => value !== null && value !== '')
  const text = filled.filter(([column]) => written.has(column))
  const rest = filled.filter(([column]) => !written.has(column))
  return `<article>${text.map(([, value]) => `<p class="text" dir="auto">${shown(value)}</p>`).join('')}<dl>${rest
    .map(([column, value]) => `<dt>${named(column)}</dt><dd dir="auto">${shown(value)}</dd>`)
    .join('')}</dl></article>`
}

/** Renders an export as one self-contained page: no script, and no other requests. */
export function exportPage(all: Export): string {
  const filled = sectionNames.filter((name) => all[name].length > 0)
  const handle = escapeHtml(String(all.account[0]?.handle ?? ''))
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${handle} at ${escapeHtml(all.site)}</title><style>${style}</style></head><body>
<h1>${handle} at ${escapeHtml(all.site)}</h1>
<p>Everything that ${escapeHtml(all.address)} holds about you, as of ${escapeHtml(all.made_at)}. The same is in export.json, for programs.</p>
<nav>${filled.map((name) => `<a href="#${name}">${escapeHtml(sections[name].title)} (${all[name].length})</a>`).join(' ')}</nav>
${filled.map((name) => `<section id="${name}"><h2>${escapeHtml(sections[name].title)}</h2>${all[name].map(article).join('')}</section>`).join('\n')}
</body></html>
`
}
