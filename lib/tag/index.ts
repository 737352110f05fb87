export { addTags, lockTagNames, type NewTag } from './add'
export { type TagEntry, tagEntry, tagNamePattern } from './entry'
export { foldTags } from './fold'
export { findTag, findTagOrAlias, listTags, type Tag } from './queries'
