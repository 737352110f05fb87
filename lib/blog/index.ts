export { type BlogIndex, elsewhere, type Heading, minutesOf, type Post, type Series } from './compiled'
export { frontMatter } from './input'
export { blogAuthor, postingData, recipeData } from './json-ld'
export { blog } from './library'
export { postsIn } from './links'
export { hiddenPosts, visibleBlog, whyMuted } from './muted'
export { type BlogList, blogTagCounts, placeAt } from './place'
export {
  archive,
  findPost,
  type Part,
  type PostPage,
  pageOfPosts,
  partOf,
  relatedTo,
  tipsFor,
} from './queries'
export { type FoundPost, searchPosts } from './search'
export { snapshotAt } from './snapshot'
