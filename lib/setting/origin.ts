import { eq } from 'drizzle-orm'
import { db, settings } from '@/db'

const name = 'origin'

/**
 * Remembers SITE_URL of a start, so that the admin tool writes the same addresses when it is run without it.
 * @param origin null: forgets it
 */
export async function rememberOrigin(origin: string | null): Promise<void> {
  if ((await knownOrigin()) === origin) return
  if (origin === null) await db().delete(settings).where(eq(settings.name, name))
  else
    await db()
      .insert(settings)
      .values({ name, value: origin })
      .onConflictDoUpdate({ target: settings.name, set: { value: origin } })
}

/** Returns SITE_URL of the site's last start; null if it had none. */
export async function knownOrigin(): Promise<string | null> {
  const [row] = await db().select().from(settings).where(eq(settings.name, name))
  return typeof row?.value === 'string' ? row.value : null
}
