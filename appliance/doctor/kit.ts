import assert from 'node:assert/strict'
import type { Probed } from '../accelerator/probe'
import { fakeHost } from '../host/fake'
import type { Finding } from './finding'
import { rules } from './rules'

/** Runs a rule on a fake host with only these files and programs. @param name the rule's */
export async function look(
  name: string,
  files: Record<string, string>,
  programs: Parameters<typeof fakeHost>[1] = {},
  { now, unusable, accelerator }: { now?: number; unusable?: readonly string[]; accelerator?: Probed } = {},
): Promise<Finding[]> {
  const rule = rules.find((one) => one.name === name)
  assert.ok(rule, name)
  return rule.look(fakeHost(files, programs, now, unusable, accelerator))
}

/** Asserts the findings: level, text and cure. Every problem must have a cure. */
export async function says(
  found: Promise<Finding[]>,
  ...expected: [Finding['level'], RegExp, RegExp?][]
): Promise<void> {
  const all = await found
  assert.deepEqual(
    all.map(({ level }) => level),
    expected.map(([level]) => level),
    JSON.stringify(all),
  )
  for (const [n, [level, what, cure]] of expected.entries()) {
    assert.match(all[n]?.what ?? '', what)
    if (level !== 'fine') assert.match(all[n]?.cure ?? '', cure ?? /./, 'what is wrong has a cure')
  }
}
