export { addTags, lockTagNames, type NewTag } from './add'
export { type TagEntry, tagEntry, tagNamePattern } from './entry'
export { findTag, findTagOrAlias, listTags, type Tag } from './queries'
