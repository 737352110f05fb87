import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { bemoanings } from './bemoanings'
import { createdAt, id, moment, ref } from './columns'
import { users } from './users'

/**
 * The thread of a post with comments. Posts are files without rows; comments reference this row, and commenting locks
 * it.
 */
export const postThreads = pgTable(
  'post_threads',
  { slug: text().primaryKey(), createdAt: createdAt() },
  (t) => [check('post_threads_slug', sql`${t.slug} ~ '^[a-z0-9-]{1,100}$'`)],
)

export const comments = pgTable(
  'comments',
  {
    id: id(),
    /** Its subject: a bemoaning, or a post. */
    bemoaningId: ref().references(() => bemoanings.id, { onDelete: 'cascade' }),
    postSlug: text().references(() => postThreads.slug, { onDelete: 'cascade' }),
    parentId: ref(),
    /** The top comment of its thread; itself if it has no parent. */
    rootId: ref().notNull(),
    depth: smallint().notNull().default(0),
    authorId: ref().references(() => users.id, { onDelete: 'set null' }),
    body: text().notNull(),
    bodyHtml: text().notNull(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    editedAt: moment(),
    deletedAt: moment(),
    removedAt: moment(),
    votes: integer().notNull().default(0),
    /** Wilson lower bound at z = 1.2816 with all votes positive: n / (n + z²). */
    wilson: doublePrecision().notNull().generatedAlwaysAs(sql`votes::float8 / (votes + 1.64249856::float8)`),
  },
  (t) => [
    unique('comments_in_bemoaning').on(t.bemoaningId, t.id),
    // Parent and root must belong to the same bemoaning, so these keys include it.
    foreignKey({
      columns: [t.bemoaningId, t.parentId],
      foreignColumns: [t.bemoaningId, t.id],
      name: 'comments_parent_fk',
    }),
    foreignKey({
      columns: [t.bemoaningId, t.rootId],
      foreignColumns: [t.bemoaningId, t.id],
      name: 'comments_root_fk',
    }),
    // The same for posts.
    unique('comments_in_post').on(t.postSlug, t.id),
    foreignKey({
      columns: [t.postSlug, t.parentId],
      foreignColumns: [t.postSlug, t.id],
      name: 'comments_post_parent_fk',
    }),
    foreignKey({
      columns: [t.postSlug, t.rootId],
      foreignColumns: [t.postSlug, t.id],
      name: 'comments_post_root_fk',
    }),
    check('comments_one_place', sql`num_nonnulls(${t.bemoaningId}, ${t.postSlug}) = 1`),
    check('comments_body_size', sql`octet_length(${t.body}) <= 64000`),
    check('comments_depth', sql`${t.depth} between 0 and 12 and (${t.depth} = 0) = (${t.parentId} is null)`),
    check('comments_votes', sql`${t.votes} >= 0`),
    index('comments_best')
      .on(t.bemoaningId, t.wilson.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.parentId} is null`),
    index('comments_new').on(t.bemoaningId, t.id.desc().nullsFirst()).where(sql`${t.parentId} is null`),
    index('comments_post_best')
      .on(t.postSlug, t.wilson.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.parentId} is null and ${t.postSlug} is not null`),
    index('comments_post_new')
      .on(t.postSlug, t.id.desc().nullsFirst())
      .where(sql`${t.parentId} is null and ${t.postSlug} is not null`),
    index('comments_thread').on(t.rootId, t.id),
    index('comments_parent').on(t.parentId),
    index('comments_author').on(t.authorId, t.id.desc().nullsFirst()),
    index('comments_subject_author').on(t.bemoaningId, t.authorId),
  ],
)

/** Earlier texts of a comment, kept for moderators. */
export const commentRevisions = pgTable(
  'comment_revisions',
  {
    commentId: ref()
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    body: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.commentId, t.version] })],
)

export const commentVotes = pgTable(
  'comment_votes',
  {
    commentId: ref()
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.commentId, t.userId] }), index('comment_votes_user').on(t.userId)],
)

/** Posts that a comment links to, kept by a trigger, so that a post can list the remedies that name it. */
export const commentPosts = pgTable(
  'comment_posts',
  {
    commentId: ref()
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    slug: text().notNull(),
    /** The host of the link; empty for one that begins with /blog/. */
    host: text().notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.commentId, t.slug, t.host] }),
    index('comment_posts_slug').on(t.slug, t.commentId),
  ],
)

/**
 * Texts whose HTML is still to be made anew after the rendering of Markdown has changed: rows below an id, of comments or
 * of details of bemoanings. Newer ones are current; none at all if there is no row.
 */
export const renderPending = pgTable('render_pending', {
  comment: boolean().primaryKey(),
  below: ref().notNull(),
})
