import { sql } from 'drizzle-orm'
import { check, index, pgEnum, pgTable, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { tagOutcomes } from '@/core/vocabulary'
import { bemoanings, tags } from './bemoanings'
import { createdAt, id, moment, ref } from './columns'
import { users } from './users'

export const tagOutcome = pgEnum('tag_outcome', tagOutcomes)

/** A tag that a user proposed, for moderators to decide on. */
export const tagProposals = pgTable(
  'tag_proposals',
  {
    id: id(),
    proposerId: ref().references(() => users.id, { onDelete: 'set null' }),
    /** The proposer's texts; null once they have deleted the proposal or left. */
    name: text(),
    label: text(),
    why: text(),
    /** A bemoaning that needs the tag. */
    bemoaningId: ref().references(() => bemoanings.id, { onDelete: 'set null' }),
    outcome: tagOutcome().notNull().default('open'),
    decidedAt: moment(),
    /** The tag, once accepted. Its name may differ from the proposed one. */
    tagId: smallint().references(() => tags.id),
    createdAt: createdAt(),
  },
  (t) => [
    check('tag_proposals_name', sql`${t.name} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(${t.name}) <= 40`),
    check('tag_proposals_label', sql`octet_length(${t.label}) between 1 and 2560`),
    check('tag_proposals_why', sql`octet_length(${t.why}) between 1 and 12800`),
    check(
      'tag_proposals_open',
      sql`${t.outcome} <> 'open' or num_nulls(${t.name}, ${t.label}, ${t.why}) = 0`,
    ),
    check('tag_proposals_decided', sql`(${t.outcome} = 'open') = (${t.decidedAt} is null)`),
    check('tag_proposals_accepted', sql`(${t.outcome} = 'accepted') = (${t.tagId} is not null)`),
    uniqueIndex('tag_proposals_open_name').on(t.name).where(sql`${t.outcome} = 'open'`),
    index('tag_proposals_name').on(t.name, t.id.desc().nullsFirst()),
    index('tag_proposals_proposer').on(t.proposerId, t.id.desc().nullsFirst()),
    index('tag_proposals_bemoaning').on(t.bemoaningId),
    index('tag_proposals_tag').on(t.tagId),
    index('tag_proposals_queue').on(t.id).where(sql`${t.outcome} = 'open'`),
    index('tag_proposals_lately')
      .on(t.decidedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.outcome} in ('accepted', 'declined')`),
  ],
)
