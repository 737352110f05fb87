#!/bin/sh
# drizzle-orm 0.45.4, PostgreSQL dialect.
#
# In a select from one table, drizzle-orm writes every column of that select without its table's name, also the columns that
# stand inside a subquery of a sql`` template. A correlated subquery then compares the inner table with itself: of
#     exists (select 1 from ${keys} where ${keys.userId} = ${users.id})
# it makes
#     exists (select 1 from "keys" where "user_id" = "id")
# and "id" is the inner table's, if that has one. No error is raised, and the answer is wrong for nearly every row. Add a
# join to the outer query, any join, and the same template is written with both tables' names and is right.
#
# Seen (node 20.20.2):
#     alone:  select exists (select 1 from "keys" where "user_id" = "id") from "users"
#     joined: select exists (select 1 from "keys" where "keys"."user_id" = "users"."id") from "users" left join ...
#
# Exits 0 while that holds, 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts drizzle-orm@0.45.4 >/dev/null
cat >look.mjs <<'EOF'
import { eq, sql } from 'drizzle-orm'
import { bigint, PgDialect, pgTable, QueryBuilder } from 'drizzle-orm/pg-core'

const users = pgTable('users', { id: bigint('id', { mode: 'number' }).primaryKey() })
const keys = pgTable('keys', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  userId: bigint('user_id', { mode: 'number' }),
})
const hasKey = sql`exists (select 1 from ${keys} where ${keys.userId} = ${users.id})`
const builder = new QueryBuilder(new PgDialect())
const alone = builder.select({ hasKey }).from(users).toSQL().sql
const joined = builder.select({ hasKey }).from(users).leftJoin(keys, eq(keys.userId, users.id)).toSQL().sql
console.log(`alone:  ${alone}\njoined: ${joined}`)
const holds = alone.includes('where "user_id" = "id"') && joined.includes('where "keys"."user_id" = "users"."id"')
process.exit(holds ? 0 : 1)
EOF
node look.mjs
