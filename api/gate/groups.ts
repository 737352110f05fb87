/** The groups of operations, in their order in documentation made from the description. */
const groups = {
  Bemoanings: 'Read, write, edit and delete them',
  Votes: 'Vote on bemoanings',
  'The world': 'The state of bemoanings, their fixes, “bit me again” and endings',
  Comments: 'Read and write comments on bemoanings and posts, vote on them, mark the remedy',
  'The jury': 'Judge bemoanings that wait to be published',
  Saved: 'Save bemoanings for later',
  Tags: 'The list of tags',
  Users: 'Public profiles',
  Search: 'Search bemoanings and posts',
  State: 'The figures of the state of computer science',
  Moderation: 'Reports and the public log',
  Me: 'Your account, notices, follows, mutes and export',
} as const

/** The group of an operation. */
export type Group = keyof typeof groups

/** The groups as OpenAPI lists them. */
export const groupTags = Object.entries(groups).map(([name, description]) => ({ name, description }))
