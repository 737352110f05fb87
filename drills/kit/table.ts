// Writes the table of docs/drills.md from drills/results/.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Kept = {
  about: string
  made: string
  held: boolean | null
  notHere?: string
  seconds: number
  acknowledged: number
  unanswered: number
  lost: number
  doubled: number
  drift: number
  figures: Record<string, string | number | boolean>
}

const folder = 'drills/results'
const file = 'docs/drills.md'
const [from, to] = ['<!-- results -->', '<!-- end of results -->']

const row = (name: string, kept: Kept): string => {
  const cells =
    kept.held === null
      ? [kept.about, `not here: ${kept.notHere}`, '', '', '', '', '']
      : [
          kept.about,
          kept.held ? 'holds' : '**does not hold**',
          kept.acknowledged,
          kept.unanswered,
          kept.lost,
          kept.doubled,
          kept.drift,
        ]
  const figures = Object.entries(kept.figures ?? {})
    .filter(([what]) => what !== 'statuses' && what !== 'unexpected')
    .map(([what, value]) => `${what} ${value}`)
    .join('; ')
  return `| \`${name}\` | ${[...cells, figures, kept.made.slice(0, 10)].join(' | ')} |`
}

const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => row(name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Kept))
const table = [
  '| drill | what | | acknowledged | unanswered | lost | doubled | drift | figures | made |',
  '|---|---|---|--:|--:|--:|--:|--:|---|---|',
  ...rows,
].join('\n')
const text = readFileSync(file, 'utf8')
const [head = '', rest = ''] = text.split(from)
writeFileSync(file, `${head}${from}\n${table}\n${to}${rest.split(to)[1] ?? '\n'}`)
