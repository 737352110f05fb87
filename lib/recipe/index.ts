export { type Fraction, fraction, printFraction } from './fraction'
export { type Recipe, recipe } from './input'
export type { Amount } from './measure'
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
export { type Asked as AskedRecipe, recipeHtml, recipeMarkdown, recipeWords } from './text'
export type { UnitSystem } from './units'
