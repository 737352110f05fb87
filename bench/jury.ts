// Measures how well the jury judges, and what each kind of juror gains: simulated towns of jurors, from a seed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { habits, type Report, type Setup, simulate, town } from './kit/jury'

const towns: Record<string, Setup> = {
  'all kinds': town,
  'honest alone': {
    ...town,
    jurors: { honest: 200, 'always yes': 0, 'always no': 0, random: 0, colluding: 0 },
  },
  'nearly all publishable': { ...town, publishable: 0.95 },
  'hardly any publishable': { ...town, publishable: 0.2 },
  'a fifth colludes': { ...town, jurors: { ...town.jurors, honest: 120, colluding: 40 } },
  'three people': {
    ...town,
    items: 1_000,
    jurors: { honest: 3, 'always yes': 0, 'always no': 0, random: 0, colluding: 0 },
  },
  'three people, one of them lazy': {
    ...town,
    items: 1_000,
    jurors: { honest: 2, 'always yes': 1, 'always no': 0, random: 0, colluding: 0 },
  },
  'eight people': {
    ...town,
    items: 1_000,
    jurors: { honest: 6, 'always yes': 1, 'always no': 0, random: 1, colluding: 0 },
  },
  'twenty-three people': {
    ...town,
    items: 1_000,
    jurors: { honest: 16, 'always yes': 2, 'always no': 1, random: 2, colluding: 2 },
  },
  'twenty-four people': {
    ...town,
    items: 1_000,
    jurors: { honest: 17, 'always yes': 2, 'always no': 1, random: 2, colluding: 2 },
  },
  'a hundred people': {
    ...town,
    items: 2_000,
    jurors: { honest: 70, 'always yes': 7, 'always no': 6, random: 7, colluding: 10 },
  },
  'thirty people': {
    ...town,
    items: 1_000,
    jurors: { honest: 21, 'always yes': 2, 'always no': 2, random: 2, colluding: 3 },
  },
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`.padStart(7)

function print(name: string, report: Report): void {
  const { precision, recall, rejectPrecision, decided, verdictsEach, pushed } = report
  console.log(`\n${name}: ${report.items} bemoanings, ${verdictsEach.toFixed(1)} verdicts each`)
  console.log(`  precision ${percent(precision)}   recall ${percent(recall)}   decided ${percent(decided)}`)
  console.log(
    `  rejected rightly ${percent(rejectPrecision)}   pushed through ${pushed.published} of ${pushed.tried}`,
  )
  for (const habit of habits) {
    const { weight, points, perVerdict } = report.people[habit]
    if (weight === 0 && points === 0) continue
    console.log(
      `  ${habit.padEnd(11)} weight ${weight.toFixed(2).padStart(5)}   mean score ${points.toFixed(0).padStart(7)}   a verdict ${perVerdict.toFixed(1).padStart(6)}`,
    )
  }
}

const results = Object.entries(towns).map(([name, setup]) => ({ name, setup, report: simulate(setup) }))
for (const { name, report } of results) print(name, report)
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/jury.json',
  `${JSON.stringify({ made: new Date().toISOString(), node: process.version, results }, null, 2)}\n`,
)
