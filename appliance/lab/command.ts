import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { acceleratorHere } from '../accelerator/here'
import { type Case, junit } from '../artefacts/junit'
import type { Resolved } from '../config/resolved'
import { interruptible } from '../host/interrupt'
import { runTests } from './runner'

/** Prints to stderr. */
type Note = (line: string) => void

const withKeys = z.object({ ssh: z.object({ keys: z.array(z.string()) }) })

/** Returns the public keys that a build accepts: those in the config or at home may have changed since. */
export async function builtKeys(folder: string): Promise<string[]> {
  return withKeys.parse(parse(await readFile(join(folder, 'resolved.yaml'), 'utf8'))).ssh.keys
}

/** `test`: tests the latest build. @returns the exit code: 0 if everything passed */
export async function testCommand(
  { values: asked }: Resolved,
  folder: string,
  cache: string,
  note: Note,
): Promise<number> {
  const values = { ...asked, ssh: { keys: await builtKeys(folder) } }
  return interruptible(async (signal) => {
    const failures = join(folder, 'failed')
    await rm(failures, { recursive: true, force: true })
    const accelerator = await acceleratorHere(values, cache)
    note(`${folder} (${accelerator === 'kvm' ? 'with KVM' : 'emulated'})`)
    const image = resolve(folder, `${values.name}.raw`)
    const options = { values, image, accelerator, signal }
    const results = await runTests(values.tests, options, failures, (one) => tell(one, note))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'test.junit.xml'), junit(`test ${values.name}`, results))
    const failed = results.filter(({ failure }) => failure !== undefined).length
    const skipped = results.filter((one) => one.skipped !== undefined).length
    note(`${results.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`)
    if (failed > 0) note(`Their logs and screenshots: ${failures}/`)
    return failed > 0 || signal.aborted ? 1 : 0
  })
}

/** Prints the result of one test, with the beginning of its failure. */
function tell({ name, seconds, failure, skipped }: Case, note: Note): void {
  const mark = failure !== undefined ? 'FAIL' : skipped !== undefined ? 'skip' : 'ok  '
  note(`${mark} ${name} (${seconds.toFixed(0)} s)${skipped ? `: ${skipped}` : ''}`)
  if (failure !== undefined) for (const line of failure.split('\n').slice(0, 12)) note(`     ${line}`)
}
