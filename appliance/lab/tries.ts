import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Case, junit } from '../artefacts/junit'

/** Dependent tests: the first failure ends them, because later ones need it to succeed. */
export type Tries = {
  told: (one: Case) => void
  tried: (name: string, work: () => Promise<unknown>) => Promise<void>
  /** Writes the results and prints their number. @returns the exit code: 0 if there are `least` and none failed */
  end: (name: string, least: number) => Promise<number>
}

/** Starts a series of dependent tests. */
export function makeTries(): Tries {
  const results: Case[] = []
  const told = (one: Case): void => {
    results.push(one)
    const mark = one.failure ? 'FAIL' : one.skipped ? 'skip' : 'ok  '
    console.log(`${mark} ${one.name} (${one.seconds.toFixed(0)} s)`)
    if (one.failure) console.log(one.failure)
  }
  return {
    told,
    async tried(name, work) {
      const began = Date.now()
      const failure = await work().then(
        () => undefined,
        (error: Error) => error.stack ?? error.message,
      )
      told({ name, seconds: (Date.now() - began) / 1_000, ...(failure ? { failure } : {}) })
      if (failure) throw new Error('the remaining tests need this one')
    },
    async end(name, least) {
      await mkdir('out', { recursive: true })
      await writeFile(join('out', `${name}.junit.xml`), junit(name, results))
      const failed = results.filter(({ failure }) => failure !== undefined).length
      console.log(`${results.length - failed} passed, ${failed} failed`)
      return failed > 0 || results.length < least ? 1 : 0
    },
  }
}
