import { sql } from 'drizzle-orm'
import { check, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { deliveryChannels, deliveryStatuses } from '@/core/vocabulary'
import { bytea, createdAt, id, moment, ref } from './columns'
import { users } from './users'

export const deliveryChannel = pgEnum('delivery_channel', deliveryChannels)
export const deliveryStatus = pgEnum('delivery_status', deliveryStatuses)

/** Outgoing mails and pushes: written in the transaction of their event, sent by a job, retried until they arrive. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    /** The recipient; deleted with the account. */
    userId: ref().references(() => users.id, { onDelete: 'cascade' }),
    channel: deliveryChannel().notNull(),
    kind: text().notNull(),
    /** The message, encrypted under the site's secret: it may contain a sign-in link. Null once delivered. */
    sealed: bytea(),
    status: deliveryStatus().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    dueAt: createdAt(),
    /** Not sent after this time. */
    expiresAt: moment().notNull(),
    /** The error of the last attempt, without addresses. */
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
