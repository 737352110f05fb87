export type { Amount } from './amount'
export { type Fraction, fraction, printFraction } from './fraction'
export { type Recipe, recipe } from './input'
export {
  minutesIn,
  mostServings,
  type Scaled,
  sayDuration,
  scaled,
  servingsFrom,
  sumDurations,
  systemFrom,
} from './scaled'
export { recipeHtml, recipeMarkdown, recipeWords } from './text'
export type { UnitSystem } from './units'
