import { cacheTags } from '@/core/cache-tags'
import { plural } from '@/core/plural'
import { invalidateTags } from '@/db/invalidate'
import {
  readSetting,
  type SettingName,
  setSetting,
  settingNames,
  settingSchemas,
  settingsAbout,
  settingValues,
} from '@/lib/setting'
import { removeStarter } from '@/lib/starter'
import { form } from './form'
import { UsageError } from './parse'

const named = (text: string): SettingName => {
  const name = settingNames.find((known) => known === text)
  if (!name) throw new UsageError(`Unknown setting ${text}. Choose one of ${settingNames.join(', ')}.`)
  return name
}

const all = form({
  usage: 'settings',
  does: 'list the settings that can change at run time, with their values and what they do',
  run: async (_, __, { json, say }) => {
    for (const name of settingNames) {
      const value = await readSetting(name)
      const about = { name, value, takes: settingValues[name], does: settingsAbout[name] }
      if (json) say(JSON.stringify(about))
      else say(`${name} = ${value || '(empty)'}\n    ${about.does}\n    Takes ${about.takes}.`)
    }
    return 0
  },
})

const get = form({
  usage: 'settings get [name]',
  does: 'print one setting’s value, or all of them',
  run: async (args, _, { json, say }) => {
    const wanted = args.name ? [named(args.name)] : settingNames
    const found = await Promise.all(wanted.map(async (entry) => [entry, await readSetting(entry)] as const))
    if (json) say(JSON.stringify(Object.fromEntries(found)))
    else for (const [entry, holds] of found) say(args.name ? holds : `${entry} ${holds}`)
    return 0
  },
})

const set = form({
  usage: 'settings set <name> <value>',
  does: 'change a setting; it takes effect within two seconds',
  more: settingNames.map((name) => `${name}: ${settingValues[name]}`),
  run: async (args, _, { note }) => {
    const setting = named(args.name)
    const parsed = settingSchemas[setting].unwrap().safeParse(args.value)
    if (!parsed.success) throw new UsageError(`${setting} takes ${settingValues[setting]}.`)
    await setSetting(setting, parsed.data)
    if (setting === 'starter-content' && parsed.data === 'off')
      note(
        `Removed ${plural(await removeStarter(), 'starter bemoaning')}. Those that users had touched stay.`,
      )
    await invalidateTags(cacheTags.all)
    note(parsed.data ? `${setting} is now ${parsed.data}.` : `${setting} is now empty.`)
    return 0
  },
})

export const settingForms = [all, get, set] as const
