const units = [
  [31_557_600, 'year'],
  [2_629_800, 'month'],
  [604_800, 'week'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const

/** How long ago, in words: "3 hours ago", "just now". Works in the browser too. */
export function ago(date: Date, now = Date.now()): string {
  const seconds = Math.max(0, (now - date.getTime()) / 1000)
  for (const [size, name] of units) {
    if (seconds >= size) {
      const count = Math.floor(seconds / size)
      return `${count} ${name}${count === 1 ? '' : 's'} ago`
    }
  }
  return 'just now'
}
