import { createHash } from 'node:crypto'
import { fail, ok, type Result } from '@/core/result'
import { stateWindow } from '@/core/windows'
import { cardStyle, readState, readTally, type StateFigures, stateCard, stateCsv } from '@/lib/state'
import { listTags } from '@/lib/tag'
import { stateJson } from '../v1/state'
import { json } from './responses'

/** Reads the figures for the window in the query. */
async function asked(query: URLSearchParams): Promise<Result<StateFigures>> {
  const window = stateWindow(query.get('window'))
  return window ? ok(await readState(window)) : fail('bad-request', 'A window is week, month, year or all.')
}

/** `/state.json`: the same document as the API's. */
export async function stateAsJson(query: URLSearchParams): Promise<Result<Response>> {
  const figures = await asked(query)
  return figures.ok ? ok(json(stateJson(figures.value))) : figures
}

/** `/state.csv`. */
export async function stateAsCsv(query: URLSearchParams): Promise<Result<Response>> {
  const figures = await asked(query)
  if (!figures.ok) return figures
  return ok(
    new Response(stateCsv(figures.value), {
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="ibtsocs-state-${figures.value.span.window}.csv"`,
      },
    }),
  )
}

const styleHash = createHash('sha256').update(cardStyle).digest('base64')

/** `/state/card.svg`: other sites may embed it, and its CSP allows only its own style. */
export async function stateAsCard(): Promise<Response> {
  const [figures, tags] = await Promise.all([readTally('month'), listTags()])
  const [top] = figures.tags
    .filter(({ bemoanings }) => bemoanings > 0)
    .sort((a, b) => b.bemoanings - a.bemoanings)
  const tag = tags.find(({ id }) => id === top?.id)?.label ?? null
  return new Response(stateCard({ ...figures, tag }), {
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=600',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
      'cross-origin-resource-policy': 'cross-origin',
    },
  })
}
