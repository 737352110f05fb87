import { lookUp } from '@/core/look-up'

/** An exact rational; `den` is positive, and they have no common factor. */
export type Fraction = { num: number; den: number }

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b))

export function fraction(num: number, den = 1): Fraction {
  const common = gcd(num, den) || 1
  const sign = den < 0 ? -1 : 1
  return { num: (sign * num) / common, den: (sign * den) / common }
}

export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.num * b.num, a.den * b.den)
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.num * b.den, a.den * b.num)
export const minus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.num * b.den - b.num * a.den, a.den * b.den)
export const numberOf = ({ num, den }: Fraction): number => num / den

/** Parses `2`, `3/4`, `1 1/2`, and decimals such as `2.5`; null for anything else. */
export function parseFraction(text: string): Fraction | null {
  const mixed = /^(?:(\d{1,5}) )?(\d{1,5})\/([1-9]\d{0,4})$/.exec(text)
  if (mixed) {
    const [whole, num, den] = [Number(mixed[1] ?? 0), Number(mixed[2]), Number(mixed[3])]
    return fraction(whole * den + num, den)
  }
  const decimal = /^(\d{1,6})(?:\.(\d{1,4}))?$/.exec(text)
  if (!decimal) return null
  const places = decimal[2] ?? ''
  return fraction(Number((decimal[1] ?? '0') + places), 10 ** places.length)
}

const glyphs: Record<string, string> = {
  '1/8': '⅛',
  '1/4': '¼',
  '1/3': '⅓',
  '3/8': '⅜',
  '1/2': '½',
  '5/8': '⅝',
  '2/3': '⅔',
  '3/4': '¾',
  '7/8': '⅞',
}
const spoken: Record<string, string> = {
  '1/8': 'one eighth',
  '1/4': 'one quarter',
  '1/3': 'one third',
  '3/8': 'three eighths',
  '1/2': 'one half',
  '5/8': 'five eighths',
  '2/3': 'two thirds',
  '3/4': 'three quarters',
  '7/8': 'seven eighths',
}

const parts = ({ num, den }: Fraction) => ({
  whole: Math.floor(num / den),
  rest: `${num % den}/${den}`,
  isWhole: den === 1,
})

/** Formats a fraction for print: `1½`; a fraction without a character of its own stands apart, `1 5/6`. */
export function printFraction(value: Fraction): string {
  const { whole, rest, isWhole } = parts(value)
  if (isWhole) return String(whole)
  const glyph = lookUp(glyphs, rest)
  if (whole === 0) return glyph ?? rest
  return glyph ? `${whole}${glyph}` : `${whole} ${rest}`
}

/** Formats a fraction for speech: "one and a half", `2 and one third`. */
export function sayFraction(value: Fraction): string {
  const { whole, rest, isWhole } = parts(value)
  if (isWhole) return String(whole)
  const said = lookUp(spoken, rest) ?? rest.replace('/', ' over ')
  if (whole === 0) return said
  return rest === '1/2' ? `${whole === 1 ? 'one' : whole} and a half` : `${whole} and ${said}`
}
