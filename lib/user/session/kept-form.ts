import { and, eq, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { randomToken, seal, unseal } from '@/core/crypto'
import { retention } from '@/core/retention'
import { db, keptForms } from '@/db'

/** A form that a browser sent without an account: its action, and what it holds. */
export type KeptForm = { action: string; values: Record<string, string[]> }

const shape = z.strictObject({
  action: z
    .string()
    .max(300)
    .regex(/^\/(?!\/)[a-z0-9/_-]+$/),
  values: z.record(z.string().max(50), z.array(z.string().max(70_000)).max(20)),
})

/** Bytes of a form that is kept; the largest text that a form takes is smaller. */
const most = 90_000

const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text)

/** Binds a sealed form to its row and to its browser: neither the address nor the database opens it. */
const purpose = (id: string, browser: string): string => `kept form ${id} ${browser}`

/**
 * Keeps a form until its sender has signed in.
 * @param browser the value of the browser's cookie; anything else gets a new one
 * @returns the id of the form, and the cookie's value; null if the form is too large to keep
 */
export async function keepForm(
  browser: string,
  form: { action: string; values: Readonly<Record<string, readonly string[]>> },
): Promise<{ id: string; browser: string } | null> {
  const text = JSON.stringify({ action: form.action, values: form.values })
  if (Buffer.byteLength(text) > most || !shape.safeParse(JSON.parse(text)).success) return null
  const owner = isToken(browser) ? browser : randomToken()
  const id = randomToken().slice(0, 22)
  await db()
    .insert(keptForms)
    .values({ id, sealed: seal(purpose(id, owner), text) })
  return { id, browser: owner }
}

const isLive = (id: string) =>
  and(
    eq(keptForms.id, id),
    gt(keptForms.createdAt, sql`now() - make_interval(days => ${retention.keptForm}::int)`),
  )

/** Returns a kept form to the browser that sent it; null to anyone else, and once it is used or too old. */
export async function readKeptForm(id: string, browser: string): Promise<KeptForm | null> {
  if (!/^[\w-]{22}$/.test(id) || !isToken(browser)) return null
  const [row] = await db().select({ sealed: keptForms.sealed }).from(keptForms).where(isLive(id))
  const text = row ? unseal(purpose(id, browser), row.sealed) : null
  const parsed = text === null ? null : shape.safeParse(JSON.parse(text))
  return parsed?.success ? parsed.data : null
}

/** Deletes a kept form. @returns true for the one caller that deleted it */
export async function takeKeptForm(id: string): Promise<boolean> {
  const { rowCount } = await db().delete(keptForms).where(isLive(id))
  return rowCount === 1
}
