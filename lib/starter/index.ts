export { readStarter, readTags } from './files'
export { readKnown, writeKnown } from './known'
export { removeStarter, seedIfEmpty, writeTags } from './seed'
