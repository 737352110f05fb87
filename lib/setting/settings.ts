import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db, settings } from '@/db'

/** An email address or a web address to reach the operator at; empty: none. */
const isContact = (text: string): boolean =>
  text === '' ||
  z.regexes.html5Email.test(text) ||
  /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')

/** Settings that an operator may change while the site runs: name, allowed values, default. */
export const settingSchemas = {
  /** Whether bemoanings that need the jury wait for it. */
  publishing: z.enum(['direct', 'jury']).default('direct'),
  'starter-content': z.enum(['on', 'off']).default('on'),
  /** Whether moderators and admins need a second factor to act as such. */
  'staff-second-factor': z.enum(['on', 'off']).default('off'),
  'rate-limits': z.enum(['on', 'off']).default('on'),
  /** Who runs the site, named at /about; empty: /about says nothing about it. */
  'site-operator': z.string().trim().max(200).default(''),
  'site-contact': z.string().trim().max(200).refine(isContact).default(''),
} as const

export type SettingName = keyof typeof settingSchemas
export type Settings = { [N in SettingName]: z.infer<(typeof settingSchemas)[N]> }

/** The values of each setting in words, for error messages. */
export const settingValues: Readonly<Record<SettingName, string>> = {
  publishing: 'direct or jury',
  'starter-content': 'on or off',
  'staff-second-factor': 'on or off',
  'rate-limits': 'on or off',
  'site-operator': 'a name of at most 200 characters, or nothing',
  'site-contact': 'an email address, a web address, or nothing',
}

/** What each setting does, for the operator. */
export const settingsAbout: Readonly<Record<SettingName, string>> = {
  publishing: 'Whether new bemoanings that need the jury wait for it (jury) or appear at once (direct).',
  'starter-content': 'Off removes starter bemoanings that nobody has touched; on doesn’t bring them back.',
  'staff-second-factor': 'On: moderators and admins act as such only with a second factor.',
  'rate-limits': 'Off is for tests and imports; /rules says so meanwhile.',
  'site-operator': 'Who runs the site, named at /about.',
  'site-contact': 'How to reach them, at /about.',
}

export const settingNames = Object.keys(settingSchemas) as SettingName[]

let known: { values: Settings; until: number } | null = null

/** Returns all settings, cached for two seconds: one statement at most in that time. */
export async function getSettings(): Promise<Settings> {
  if (known && known.until > Date.now()) return known.values
  const rows = new Map((await db().select().from(settings)).map(({ name, value }) => [name, value]))
  const values = Object.fromEntries(
    settingNames.map((name) => [name, settingSchemas[name].parse(rows.get(name))]),
  ) as Settings
  known = { values, until: Date.now() + 2_000 }
  return values
}

/**
 * Stores a setting.
 * @throws ZodError if the value is not allowed
 */
export async function setSetting<N extends SettingName>(name: N, value: unknown): Promise<void> {
  const parsed = settingSchemas[name].unwrap().parse(value)
  await db()
    .insert(settings)
    .values({ name, value: parsed })
    .onConflictDoUpdate({ target: settings.name, set: { value: parsed } })
  known = null
}

/** Returns one setting as stored, without the cache. */
export async function readSetting(name: SettingName): Promise<string> {
  const [row] = await db().select().from(settings).where(eq(settings.name, name))
  return settingSchemas[name].parse(row?.value)
}
