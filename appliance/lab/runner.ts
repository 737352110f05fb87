import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Case } from '../artefacts/junit'
import { Interrupted, unlessInterrupted } from '../host/interrupt'
import type { Accelerator } from '../plan/qemu'
import { type ApplianceTest, type Scene, Skipped } from './case'
import { type Lab, type LabOptions, openLab } from './lab'
import { type Machine, ssh } from './machine'
import { untilReady } from './ready'

/** TCG is slower than KVM by about this factor. */
const slower = 5
const patienceOf =
  (accelerator: Accelerator) =>
  (quick: number): number =>
    quick * (accelerator === 'kvm' ? 1 : slower)

/** Saves data about a failure: each machine's console, journal and screen. */
async function keep(lab: Lab, folder: string, failure: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'failure.txt'), `${failure}\n`)
  await Promise.all(
    lab.machines.map(async (machine, n) => {
      const name = (what: string): string => join(folder, `${n + 1}-${what}`)
      await writeFile(name('console.log'), await machine.console())
      await machine.screenshot(name('screen.png')).catch(() => {})
      const journal = await ssh(machine, 'journalctl -b --no-pager | tail -n 5000', { seconds: 60 }).catch(
        () => null,
      )
      if (journal) await writeFile(name('journal.log'), journal)
    }),
  )
}

const load = async (name: string): Promise<ApplianceTest> =>
  ((await import(`../tests/${name}.ts`)) as { default: ApplianceTest }).default

/** Runs one test. @returns its result */
async function attempt(test: ApplianceTest, scene: Scene, failures: string): Promise<Case> {
  const began = Date.now()
  const made = () => ({ name: test.title, seconds: (Date.now() - began) / 1_000 })
  try {
    await test.run(scene)
    return made()
  } catch (error) {
    if (error instanceof Skipped) return { ...made(), skipped: error.message }
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
    await keep(scene.lab, failures, failure)
    return { ...made(), failure }
  }
}

/** Runs tests on a running machine, on any hypervisor. @param told called with each result */
export async function runCases(
  tests: readonly string[],
  {
    lab,
    site,
    accelerator,
    failures,
  }: { lab: Lab; site: Machine; accelerator: Accelerator; failures: string },
  told: (one: Case) => void = () => {},
): Promise<Case[]> {
  const patience = patienceOf(accelerator)
  const skip = (why: string): never => {
    throw new Skipped(why)
  }
  const results: Case[] = []
  for (const name of tests) {
    if (lab.signal.aborted) break
    const one = await attempt(await load(name), { lab, site, patience, skip }, join(failures, name))
    results.push(one)
    told(one)
  }
  return results
}

/**
 * Tests an image: starts it, and runs these tests on it in this order.
 * @param tests files of appliance/tests/
 * @param failures the folder for logs of failed tests
 * @param told called with each result
 */
export async function runTests(
  tests: readonly string[],
  options: LabOptions,
  failures: string,
  told: (one: Case) => void,
): Promise<Case[]> {
  const results: Case[] = []
  const done = (one: Case) => {
    results.push(one)
    told(one)
  }
  const patience = patienceOf(options.accelerator)
  const lab = await openLab(options)
  const tries = async (): Promise<void> => {
    const began = Date.now()
    let site: Machine
    const up = 'comes up and reports that it is ready'
    try {
      site = await lab.boot('shared')
      await untilReady(site, patience(180))
      done({ name: up, seconds: (Date.now() - began) / 1_000 })
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      await keep(lab, join(failures, 'up'), failure)
      done({ name: up, seconds: (Date.now() - began) / 1_000, failure })
      return
    }
    await runCases(tests, { lab, site, accelerator: options.accelerator, failures }, done)
  }
  try {
    await unlessInterrupted(options.signal, tries)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  } finally {
    await lab.close()
  }
  return results
}
