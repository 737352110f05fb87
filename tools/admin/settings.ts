import { cacheTags } from '@/core/cache-tags'
import { plural } from '@/core/plural'
import { invalidateTags } from '@/db/invalidate'
import {
  readSetting,
  type SettingName,
  setSetting,
  settingNames,
  settingSchemas,
  settingValues,
} from '@/lib/setting'
import { removeStarter } from '@/lib/starter'
import { needed, parseCommand, UsageError } from './arguments'
import type { Voice } from './voice'

const named = (text: string): SettingName => {
  const name = settingNames.find((known) => known === text)
  if (!name) throw new UsageError(`Unknown setting ${text}. Choose one of ${settingNames.join(', ')}.`)
  return name
}

/** `settings get [name]` and `settings set <name> <value>`. */
export async function settingCommand(args: string[], { json, say, note }: Voice): Promise<number> {
  const [verb, name, value] = parseCommand(args, 3).words
  if (verb === 'get') {
    const wanted = name ? [named(name)] : settingNames
    const found = await Promise.all(wanted.map(async (entry) => [entry, await readSetting(entry)] as const))
    if (json) say(JSON.stringify(Object.fromEntries(found)))
    else for (const [entry, holds] of found) say(name ? holds : `${entry} ${holds}`)
    return 0
  }
  if (verb !== 'set') throw new UsageError('Write settings get [name] or settings set <name> <value>.')
  const setting = named(needed(name, 'The name'))
  const parsed = settingSchemas[setting].unwrap().safeParse(value ?? needed(value, 'The value'))
  if (!parsed.success) throw new UsageError(`${setting} takes ${settingValues[setting]}.`)
  await setSetting(setting, parsed.data)
  if (setting === 'starter-content' && parsed.data === 'off')
    note(`Removed ${plural(await removeStarter(), 'starter bemoaning')}. Those that users had touched stay.`)
  await invalidateTags(cacheTags.all)
  note(parsed.data ? `${setting} is now ${parsed.data}.` : `${setting} is now empty.`)
  return 0
}
