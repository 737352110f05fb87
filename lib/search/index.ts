export { forgetWords } from './forget'
export { learnWords, longestQuery, type Match, searchBemoanings } from './queries'
export { findSimilar } from './similar'
export { explainSearch, findSearchInputs } from './why'
