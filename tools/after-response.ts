/** A version as numbers that compare: 1.2.3 is after 1.2.3-beta.4. Null when it is no such version (semver.org). */
function parts(version: string): number[] | null {
  const found = /^(\d+)\.(\d+)\.(\d+)(?:-(?:beta|rc|alpha)\.(\d+))?$/.exec(version)
  if (!found) return null
  const [, major, minor, patch, pre] = found
  return [
    Number(major),
    Number(minor),
    Number(patch),
    pre === undefined ? Number.POSITIVE_INFINITY : Number(pre),
  ]
}

const after = (a: number[], b: number[]): boolean => {
  const n = a.findIndex((part, at) => part !== b[at])
  return n >= 0 && (a[n] ?? 0) > (b[n] ?? 0)
}

/**
 * The oldest release that a version is behind of for longer than it may be.
 * @param times when each version came out, as `npm view NAME time --json` says it
 * @param branch what the newer version has to begin with; empty for any
 * @param days how long one may be behind
 * @returns null when nothing is due. What was tried out before a release counts only for who uses such a version
 */
export function behind(
  version: string,
  times: Record<string, string>,
  { branch, days, now = Date.now() }: { branch: string; days: number; now?: number },
): { version: string; age: number } | null {
  const own = parts(version)
  if (!own) throw new Error(`${version} is no version.`)
  const due = Object.entries(times)
    .map(([name, time]) => ({
      name,
      at: parts(name),
      age: Math.floor((now - Date.parse(time)) / 86_400_000),
    }))
    .filter(
      ({ name, at, age }) =>
        at &&
        name.startsWith(branch) &&
        age > days &&
        after(at, own) &&
        (!name.includes('-') || version.includes('-')),
    )
    .sort((a, b) => b.age - a.age)
  return due[0] ? { version: due[0].name, age: due[0].age } : null
}
