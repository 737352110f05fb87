import { is, Param, Placeholder, type Query, type SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { databaseError } from '@/core/database-error'
import { pool } from '.'

/** A value that a statement leaves open, by its name; a null is a null of whatever type the statement gives it. */
export type Values = Readonly<Record<string, number | string | readonly (number | string | null)[] | null>>

const dialect = new PgDialect({ casing: 'snake_case' })

// Texts as they come: whoever asks knows what each column is.
const asText = { getTypeParser: () => (text: string) => text }

/**
 * A statement whose text is made once: only the values of its placeholders differ. Making a text anew for each request costs
 * more than running it. Its rows are arrays, in the order of the columns, of texts and nulls as Postgres writes them.
 */
export class Statement {
  private readonly text: string
  private readonly params: readonly unknown[]

  /**
   * @param name each connection plans it once, by this name; two texts never share one, and there are few, since connections
   * keep each. Null where the best plan depends on the values.
   */
  constructor(
    private readonly name: string | null,
    statement: SQL | { toSQL(): Query },
  ) {
    const { sql, params } = 'toSQL' in statement ? statement.toSQL() : dialect.sqlToQuery(statement)
    this.text = sql
    this.params = params.map((param) => (is(param, Param) ? param.value : param))
  }

  async rows(values: Values): Promise<(string | null)[][]> {
    const filled = this.params.map((param) => {
      if (!is(param, Placeholder)) return param
      const value = values[param.name]
      if (value === undefined) throw new Error(`no value for ${param.name}`)
      return value
    })
    const query = { text: this.text, rowMode: 'array' as const, types: asText }
    if (this.name === null) return (await pool().query<(string | null)[]>(query, filled)).rows
    try {
      return (await pool().query<(string | null)[]>({ ...query, name: this.name }, filled)).rows
    } catch (error) {
      const found = databaseError(error)
      // A plan that a migration has outdated, or a connection that has forgotten it: for once without.
      if (found?.kind !== 'other' || (found.code !== '0A000' && found.code !== '26000')) throw error
      return (await pool().query<(string | null)[]>(query, filled)).rows
    }
  }
}
