// Runs one drill: `node --import tsx drills/kit/main.ts <name> [arguments]`. Prints the result, stores it as JSON in
// drills/results/ (unless KEEP=0), and exits with 1 when it fails.
import { type Drill, holds, keepResult, NotHere } from './run'

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2)
  const { drill } = (await import(`../${name}.ts`)) as { drill: Drill }
  console.log(`${name}: ${drill.about}`)
  const began = Date.now()
  const keep = (result: object, part = name, about = drill.about) => {
    if (process.env.KEEP !== '0')
      keepResult(part, {
        about,
        made: new Date().toISOString(),
        node: process.version,
        ...result,
      })
  }
  try {
    let parts = 0
    const found = await drill.run(args, (part, aboutIt, each) => {
      parts += 1
      keep({ held: holds(each), ...each.invariant, figures: each.figures }, `${name}-${part}`, aboutIt)
    })
    const { invariant, figures } = found
    const held = holds(found)
    const seconds = Math.round((Date.now() - began) / 1000)
    for (const [what, value] of Object.entries(figures)) console.log(`  ${what}: ${value}`)
    console.log(
      `  acknowledged ${invariant.acknowledged}, unanswered ${invariant.unanswered}, lost ${invariant.lost}, doubled ${invariant.doubled}, drift ${invariant.drift}`,
    )
    console.log(`  ${held ? 'holds' : 'DOES NOT HOLD'} (${seconds} s)`)
    if (parts === 0) keep({ held, seconds, ...invariant, figures })
    return held ? 0 : 1
  } catch (error) {
    if (!(error instanceof NotHere)) throw error
    console.log(`  not here: ${error.message}`)
    keep({ held: null, notHere: error.message })
    return 0
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
