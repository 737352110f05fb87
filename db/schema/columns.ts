import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A surrogate key: a number in JavaScript, 64 bits in Postgres. */
export const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()

/** A reference to such a key. */
export const ref = () => bigint({ mode: 'number' })

/** A timestamp in UTC, to the microsecond. */
export const moment = () => timestamp({ withTimezone: true, mode: 'date' })

/** When the row was created. */
export const createdAt = () => moment().notNull().defaultNow()
