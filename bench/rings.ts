// Measures what a ring wins by voting together, night by night: simulated months, from a seed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { ringRules } from '@/lib/vote'
import { type Outcome, simulate, type World, world } from './kit/rings'

const months: Record<string, Partial<World>> = {
  'a push a day': {},
  'a push a day, no other votes': { camouflage: 0 },
  'a push a day, always the same topic': { oneTopic: true },
  'a push every third day': { pushEvery: 3 },
  'a push a week': { pushEvery: 7 },
  'half of them at each push': { share: 0.5 },
  'half of them, every third day': { share: 0.5, pushEvery: 3 },
  'a ring of ten': { ring: 10 },
  'no ring': { ring: 0 },
  'no ring, four topics': { ring: 0, topics: 4 },
}

function print(name: string, seed: number, { places, caught, touched, night }: Outcome, ring: number): void {
  console.log(`\n${name} (seed ${seed})`)
  if (ring > 0) {
    console.log(`  places won by each push: ${places.join(' ')}`)
    console.log(
      `  caught ${caught} of ${ring}${night === null ? '' : `, all but one in twenty by night ${night}`}`,
    )
  }
  console.log(`  honest voters ever touched: ${(touched * 100).toFixed(1)}%`)
}

console.log(
  `${world.honest} honest voters, ${world.ring} in the ring, ${world.days} days, the check as it is:`,
)
console.log(`  ${JSON.stringify(ringRules)}`)
const results = []
for (const [name, more] of Object.entries(months))
  for (const seed of [1, 2, 3]) {
    const setup = { ...world, ...more, seed }
    const outcome = await simulate(setup)
    print(name, seed, outcome, setup.ring)
    results.push({ name, setup, outcome })
  }
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/rings.json',
  `${JSON.stringify({ made: new Date().toISOString(), node: process.version, results }, null, 2)}\n`,
)
