export { addTags, lockTagNames, type NewTag } from './add'
export { type TagEntry, tagEntry } from './entry'
export { findTag, findTagOrAlias, listTags, type Tag } from './queries'
