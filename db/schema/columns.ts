import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

/** Bytes. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A surrogate key: numbers on the outside, 64 bits inside. */
export const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()

/** A reference to such a key. */
export const ref = () => bigint({ mode: 'number' })

/** A moment, in UTC, to the microsecond. */
export const moment = () => timestamp({ withTimezone: true, mode: 'date' })

/** The moment the row was made. */
export const createdAt = () => moment().notNull().defaultNow()
