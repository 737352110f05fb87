import Bowser from 'bowser'
import { lookUp } from '@/core/look-up'

/** Programs that people sign in with and that do not call themselves Mozilla: how they begin, and their names. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^w3m\//i, 'w3m'],
  [/^lynx\//i, 'Lynx'],
  [/^links \(/i, 'Links'],
  [/^elinks[/ ]/i, 'ELinks'],
  [/^curl\//i, 'curl'],
  [/^wget\//i, 'Wget'],
  [/^newsboat\//i, 'Newsboat'],
  [/^dillo\//i, 'Dillo'],
  [/\bnetsurf\//i, 'NetSurf'],
  [/^(url\/)?emacs\b/i, 'Emacs'],
]

/** Systems that bowser does not know. */
const bsd = /\b(FreeBSD|OpenBSD|NetBSD|DragonFly)\b/

/** Shorter than what bowser says, or truer: the engine of other browsers than Safari says that it is Safari. */
const shorter: Readonly<Record<string, string>> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
  'Safari on Linux': 'WebKit on Linux',
}

// Of a name it does not know bowser returns whatever stands before a slash, so only its own names are believed.
const browserNames = new Set<string>(Object.values(Bowser.BROWSER_MAP))
const systemNames = new Set<string>(Object.values(Bowser.OS_MAP))

/**
 * Names the browser or program behind a user agent, for people to recognise their own.
 * @param userAgent the header as it was sent, or part of it; may hold anything
 * @returns at most 40 characters of our own words: "Firefox on Linux", "curl", "Unknown browser"
 */
export function deviceOf(userAgent: string): string {
  // Bowser throws on an empty text. What is longer than any browser sends is not worth its patterns.
  const text = userAgent.trim().slice(0, 300)
  if (text === '') return 'Unknown browser'
  const program = programs.find(([begins]) => begins.test(text))?.[1]
  const { browser, os } = Bowser.parse(text)
  const named = /^Mozilla\/\d/.test(text) && browserNames.has(browser.name ?? '') ? browser.name : undefined
  const name = program ?? named
  if (!name) return 'Unknown browser'
  const system = bsd.exec(text)?.[1] ?? (systemNames.has(os.name ?? '') ? os.name : undefined)
  const short = lookUp(shorter, name) ?? name
  if (!system) return short
  const both = `${short} on ${system}`
  return lookUp(shorter, both) ?? both
}
