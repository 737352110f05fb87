/**
 * Parses a version (semver.org) to numbers that compare: 1.2.3 is after 1.2.3-beta.4. Null if it cannot be parsed.
 */
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
 * Finds the oldest newer release that has been out for too long.
 * @param times when each version was published, as printed by `npm view NAME time --json`
 * @param branch the prefix of versions that count; empty for any
 * @param days how long a version may be behind
 * @returns null if no update is due. Prereleases count only if the version itself is one
 */
export function behind(
  version: string,
  times: Record<string, string>,
  { branch, days, now = Date.now() }: { branch: string; days: number; now?: number },
): { version: string; age: number } | null {
  const own = parts(version)
  if (!own) throw new Error(`${version} isn’t a valid version.`)
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
