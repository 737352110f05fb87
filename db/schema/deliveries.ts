import { sql } from 'drizzle-orm'
import { check, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { deliveryChannels, deliveryStatuses } from '@/core/vocabulary'
import { bytea, createdAt, id, moment, ref } from './columns'
import { users } from './users'

export const deliveryChannel = pgEnum('delivery_channel', deliveryChannels)
export const deliveryStatus = pgEnum('delivery_status', deliveryStatuses)

/** Mails and pushes on their way: written with what they tell of, sent by a job, tried again until they arrive. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    /** Whom it is for; it goes with the account. */
    userId: ref().references(() => users.id, { onDelete: 'cascade' }),
    channel: deliveryChannel().notNull(),
    kind: text().notNull(),
    /** The message, sealed under the site's secret: it may hold a link that signs in. Gone once it has arrived. */
    sealed: bytea(),
    status: deliveryStatus().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    dueAt: createdAt(),
    /** After that it is not worth sending any more. */
    expiresAt: moment().notNull(),
    /** What the last attempt failed with, without addresses. */
    fault: text(),
    createdAt: createdAt(),
    doneAt: moment(),
  },
  (t) => [
    check('deliveries_done', sql`(${t.status} = 'waiting') = (${t.doneAt} is null)`),
    check('deliveries_sealed', sql`${t.status} <> 'waiting' or ${t.sealed} is not null`),
    index('deliveries_due').on(t.dueAt).where(sql`${t.status} = 'waiting'`),
    index('deliveries_user').on(t.userId),
    index('deliveries_lately').on(t.doneAt).where(sql`${t.doneAt} is not null`),
  ],
)
