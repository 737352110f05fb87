export { type TagEntry, tagEntry } from './entry'
export { findTag, findTagOrAlias, listTags, lockTagNames, type Tag } from './queries'
