import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db, users } from '@/db'
import { createUser, handleInput } from '@/lib/user'
import { parseFortune } from '@/text/fortune'
import { form } from './form'
import { type AuthorOf, type Entry, importEntries } from './import'

const contentOf = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(`${file} can’t be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** Finds authors by handle, and makes accounts without a password for those that are missing. */
function authors(): AuthorOf {
  const ids = new Map<string, number>()
  return async (handle) => {
    const name = handleInput.safeParse(handle)
    if (!name.success) return { refused: 'has an author whose handle this site doesn’t accept' }
    const kept = ids.get(name.data)
    if (kept !== undefined) return kept
    const [user] = await db().select({ id: users.id }).from(users).where(eq(users.handle, name.data))
    const made = user ? null : await createUser(name.data, null)
    if (made && !made.ok) return { refused: 'has an author whose handle can’t be used' }
    const id = user?.id ?? made?.value.id ?? 0
    ids.set(name.data, id)
    return id
  }
}

/** In the file's order, one second apart, and 30 days old, so that they do not crowd out new bemoanings. */
function* fortunes(bytes: Buffer): Generator<Entry> {
  const begins = Date.now() / 1000 - 30 * 86_400
  let index = 0
  for (const { text } of parseFortune(bytes)) {
    yield { body: text, tags: ['legacy'], author: 'fortune', epoch: begins + index }
    index += 1
  }
}

const exported = z.object({
  body: z.string(),
  details: z.string().nullish(),
  tags: z.array(z.string()),
  author: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
})

/** Reads lines as `export` prints them. @throws Error for a line that is not one of its lines; nothing is imported then */
function exports(file: string): Entry[] {
  const lines = contentOf(file).toString('utf8').split('\n').filter(Boolean)
  return lines.map((line, index) => {
    try {
      const { created_at, ...entry } = exported.parse(JSON.parse(line))
      return { ...entry, epoch: Date.parse(created_at) / 1000 }
    } catch {
      throw new Error(`${file} isn’t an export of a site: line ${index + 1}. Nothing was changed.`)
    }
  })
}

const fortune = form({
  usage: 'import fortune <file>',
  does: 'import a fortune(6) file under the handle fortune',
  needs: 'begins',
  run: (args, _, voice) => importEntries(fortunes(contentOf(args.file)), authors(), voice),
})

const own = form({
  usage: 'import export <file>',
  does: 'import what export printed, here or on another site',
  more: [
    'It brings texts, details, tags, authors and times. Votes, comments and states stay where they were.',
    'Authors who have no account here get one without a password.',
  ],
  needs: 'begins',
  run: (args, _, voice) => importEntries(exports(args.file), authors(), voice),
})

export const importForms = [fortune, own] as const
