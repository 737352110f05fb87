// Common names, mapped to Debian's names.
import { keymaps, locales } from './names'
import { suggest } from './suggest'
import { timezones } from './zones'

/** Keyboard layouts by the language names that people try. */
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

/** Finds a locale: `de`, `de_DE` and `de-DE.utf8` all mean de_DE.UTF-8. */
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

/** Old names that Unicode, and therefore Node, still treats as the canonical ones. */
const old: Readonly<Record<string, string>> = {
  'Europe/Kiev': 'Europe/Kyiv',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
}

/** Returns the current name of an old time zone, as this Node knows it. */
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

/** Finds a time zone, also by its place only: `Berlin`. */
export function timezoneNear(word: string): string | null {
  const place = word.toLowerCase().replaceAll(' ', '_')
  return (
    timezones.find((zone) => zone.toLowerCase() === place) ??
    renamed(word) ??
    timezones.find((zone) => zone.toLowerCase().endsWith(`/${place}`)) ??
    suggest(word, timezones)
  )
}
