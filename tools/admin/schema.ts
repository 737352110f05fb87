import { migrateDatabase } from '@/db/migrate'
import { newerSchema } from '@/db/schema-state'
import { writeTags } from '@/lib/starter'
import { form } from './form'

export const migrateForm = form({
  usage: 'migrate',
  does: 'bring the database to this build’s schema, as a start of the site does',
  more: ['Only this command and a start migrate. Make a backup first, with the build that the site runs.'],
  needs: 'database',
  run: async (_, __, { json, say }) => {
    const { state, database, build } = await migrateDatabase(process.env.DATABASE_URL ?? '')
    if (state === 'newer') throw newerSchema({ database, build })
    await writeTags()
    if (json) say(JSON.stringify({ from: database, to: build }))
    else
      say(
        state === 'current'
          ? `The schema is current (${build}).`
          : `Migrated from schema ${database} to ${build}.`,
      )
    return 0
  },
})
