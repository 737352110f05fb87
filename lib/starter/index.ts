export { readStarter, readTags } from './files'
export { readKnown, writeKnown } from './known'
export { removeStarter, seedIfEmpty } from './seed'
export { writeTags } from './tags'
