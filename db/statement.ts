import { is, Param, Placeholder, type Query, type SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { pool } from '.'
import { isPlanFault, planName, plansAreNamed } from './plans'

/** Values of the placeholders of a statement, by name; a null gets its type from the statement. */
export type Values = Readonly<Record<string, number | string | readonly (number | string | null)[] | null>>

const dialect = new PgDialect({ casing: 'snake_case' })

// Returns raw texts: the caller knows the type of each column.
const asText = { getTypeParser: () => (text: string) => text }

/**
 * A statement whose text is built once; only the values of its placeholders differ. Building the text for each request
 * costs more than running it. Its rows are arrays of texts and nulls as Postgres writes them, in column order.
 */
export class Statement {
  private readonly name: string | null
  private readonly text: string
  private readonly params: readonly unknown[]

  /**
   * @param name each connection plans it once, under this name; unique, and there should be few, since connections keep
   * all plans. Null if the best plan depends on the values
   */
  constructor(name: string | null, statement: SQL | { toSQL(): Query }) {
    const { sql, params } = 'toSQL' in statement ? statement.toSQL() : dialect.sqlToQuery(statement)
    this.text = sql
    this.name = name === null ? null : planName(name, sql)
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
    const { name } = this
    const on = pool()
    if (name === null || !plansAreNamed()) return (await on.query<(string | null)[]>(query, filled)).rows
    try {
      return (await on.query<(string | null)[]>({ ...query, name }, filled)).rows
    } catch (error) {
      if (!isPlanFault(error)) throw error
      return (await on.query<(string | null)[]>(query, filled)).rows
    }
  }
}
