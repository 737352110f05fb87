// Names that people write, and what Debian calls them.
import { keymaps, locales } from './names'
import { suggest } from './suggest'
import { timezones } from './zones'

/** Languages by which people look for the layout of a keyboard. */
const layouts: Readonly<Record<string, string>> = {
  uk: 'gb',
  en: 'us',
  da: 'dk',
  sv: 'se',
  cs: 'cz',
  ja: 'jp',
  ko: 'kr(kr104)',
  el: 'gr',
  he: 'il',
  dvorak: 'us(dvorak)',
  english: 'us',
  french: 'fr',
  german: 'de',
  italian: 'it',
  spanish: 'es',
}

export const keymapNear = (word: string): string | null =>
  layouts[word.toLowerCase()] ?? suggest(word, keymaps)

/** `de`, `de_DE`, `de-DE.utf8` are all de_DE.UTF-8. */
export function localeNear(word: string): string | null {
  const [base = ''] = word.toLowerCase().replace('-', '_').split(/[.@]/)
  const named = (name: string): string | undefined =>
    locales.find((one) => one.toLowerCase() === `${name}.utf-8`)
  const [language = ''] = base.split('_')
  return (
    named(base) ??
    (base === language ? named(`${base}_${base}`) : undefined) ??
    (base === language ? locales.find((one) => one.startsWith(`${base}_`)) : undefined) ??
    suggest(word, locales)
  )
}

/** Old names that Unicode, and so Node, still takes for the right ones. */
const old: Readonly<Record<string, string>> = {
  'Europe/Kiev': 'Europe/Kyiv',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
}

/** What an old name has become, as this Node knows it. */
function renamed(word: string): string | null {
  const known = old[word]
  if (known) return known
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: word }).resolvedOptions()
    return timezones.includes(timeZone) ? timeZone : null
  } catch {
    return null
  }
}

/** Also by the place alone: `Berlin`. */
export function timezoneNear(word: string): string | null {
  const place = word.toLowerCase().replaceAll(' ', '_')
  return (
    timezones.find((zone) => zone.toLowerCase() === place) ??
    renamed(word) ??
    timezones.find((zone) => zone.toLowerCase().endsWith(`/${place}`)) ??
    suggest(word, timezones)
  )
}
