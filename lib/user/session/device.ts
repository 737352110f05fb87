import Bowser from 'bowser'
import { lookUp } from '@/core/look-up'

/** Programs whose user agent does not begin with Mozilla: their patterns and names. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^w3m\//i, 'w3m'],
  [/^lynx\//i, 'Lynx'],
  [/^links \(/i, 'Links'],
  [/^elinks[/ ]/i, 'ELinks'],
  [/^ssh$/, 'SSH'],
  [/^curl\//i, 'curl'],
  [/^wget\//i, 'Wget'],
  [/^newsboat\//i, 'Newsboat'],
  [/^dillo\//i, 'Dillo'],
  [/\bnetsurf\//i, 'NetSurf'],
  [/^(url\/)?emacs\b/i, 'Emacs'],
]

/** Systems that bowser does not know. */
const bsd = /\b(FreeBSD|OpenBSD|NetBSD|DragonFly)\b/

/** Shorter or more accurate names than bowser's: other browsers with Safari's engine claim to be Safari. */
const shorter: Readonly<Record<string, string>> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
  'Safari on Linux': 'WebKit on Linux',
}

// For unknown names bowser returns any text before a slash, so only its own names are accepted.
const browserNames = new Set<string>(Object.values(Bowser.BROWSER_MAP))
const systemNames = new Set<string>(Object.values(Bowser.OS_MAP))

/**
 * Names the browser or program of a user agent, so that users recognise their own.
 * @param userAgent the header as it was sent, or part of it; may hold anything
 * @returns at most 40 characters of our own words: "Firefox on Linux", "curl", "Unknown browser"
 */
export function deviceOf(userAgent: string): string {
  // Bowser throws on an empty text. Browsers send no more than this, so the rest is not parsed.
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
