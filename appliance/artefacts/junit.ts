import { escapeXml } from '../xml'

/** The result of one test. */
export type Case = { name: string; seconds: number; failure?: string; skipped?: string }

/** Returns results as JUnit XML, which every CI reads (github.com/testmoapp/junitxml). */
export function junit(suite: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${escapeXml(suite)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}" time="${seconds.toFixed(1)}">`,
    ...cases.map((one) => {
      const inside =
        one.failure !== undefined
          ? `<failure message="${escapeXml(one.failure.split('\n')[0] ?? '')}">${escapeXml(one.failure)}</failure>`
          : one.skipped !== undefined
            ? `<skipped message="${escapeXml(one.skipped)}"/>`
            : ''
      return `  <testcase classname="${escapeXml(suite)}" name="${escapeXml(one.name)}" time="${one.seconds.toFixed(1)}">${inside}</testcase>`
    }),
    '</testsuite>',
    '',
  ].join('\n')
}
