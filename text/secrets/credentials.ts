import type { Detector, SecretKind, Spot } from './types'
import { entropy, isLikelySecret, isPlaceholder } from './values'

/** The value of an assignment, up to a delimiter. */
const VALUE = '([^\\s"\'`,;<>(){}\\[\\]]{8,256})'
const NAME =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|encryption[_-]?key|credentials?)'
const SUFFIX = '(?:[_-]?(?:key|token|value|prod|production|dev|test|live|old|new|\\d{1,3})){0,2}'
const ASSIGNMENT = new RegExp(
  `${NAME}${SUFFIX}["'\`\\]]{0,2}(?:[ \\t]{0,4}(?::=|=>|=|:)[ \\t]{0,4}|[ \\t]{1,2}is[ \\t]{1,2})["'\`]?${VALUE}`,
  'gi',
)
const OPTION = new RegExp(`--[a-z-]{0,20}${NAME}[ \\t]{1,3}["']?${VALUE}`, 'gi')
const AUTHORIZATION =
  /(?:authorization["']?[ \t]{0,3}[:=][ \t]{0,3}["']?(?:basic|token)|bearer)[ \t]{1,3}([A-Za-z0-9._~+/=-]{16,512})/gi
const URL_PASSWORD =
  /[a-z][a-z0-9+.-]{1,20}:\/\/([^\s:@/'"<>]{0,64}):([^\s@/'"]{1,128})@[^\s/'"<>,;)]{1,255}/gi
const KEY_BLOCK = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d:/g

/** Detectors of credentials, the most certain first. Formats follow the issuers' documentation. */
export const credentialDetectors: readonly Detector[] = [
  credential('private-key', 'a private key', findKeyBlocks),
  token('aws-key', 'an AWS access key', /(?:AKIA|ASIA)[A-Z0-9]{16}/g),
  token('github-token', 'a GitHub token', /gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}/g),
  token('gitlab-token', 'a GitLab token', /gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[A-Za-z0-9_-]{20,255}/g),
  token(
    'slack-token',
    'a Slack token',
    /xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-\d-[A-Za-z0-9-]{10,255}|hooks\.slack\.com\/services\/T[A-Z0-9]{6,12}\/B[A-Z0-9]{6,12}\/[A-Za-z0-9]{16,32}/g,
  ),
  token('stripe-key', 'a Stripe live key', /[sr]k_live_[A-Za-z0-9]{10,255}|whsec_[A-Za-z0-9+/=]{24,255}/g),
  token(
    'google-key',
    'a Google API key',
    /AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{30,255}/g,
  ),
  token('npm-token', 'an npm token', /npm_[A-Za-z0-9]{36}/g),
  token(
    'api-key',
    'an API key',
    /hf_[A-Za-z0-9]{34}|pypi-AgE[A-Za-z0-9_-]{50,255}|SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}|do[opr]_v1_[a-f0-9]{64}/g,
  ),
  token('api-key', 'an API key', /sk-[A-Za-z0-9_-]{20,255}/g, isKeyMaterial),
  credential('jwt', 'a JSON web token', findJwts),
  credential('url-password', 'a URL with a password', findUrlPasswords),
  credential('authorization', 'an Authorization header', (text) =>
    capturing(
      text,
      AUTHORIZATION,
      (value) => /\d/.test(value) && !isPlaceholder(value) && entropy(value) >= 3,
    ),
  ),
  credential('assigned-secret', 'a password or token', (text) => capturing(text, ASSIGNMENT, isLikelySecret)),
  credential('assigned-secret', 'a password or token', (text) => capturing(text, OPTION, isLikelySecret)),
]

function credential(kind: SecretKind, label: string, find: Detector['find']): Detector {
  return { kind, severity: 'credential', label, find }
}

function token(kind: SecretKind, label: string, pattern: RegExp, isReal = (_: string) => true): Detector {
  return credential(kind, label, function* (text) {
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const isPart =
        /[A-Za-z0-9]/.test(text[index - 1] ?? '') || /[A-Za-z0-9]/.test(text[index + found.length] ?? '')
      if (!isPart && !isPlaceholder(found) && isReal(found)) yield { index, length: found.length }
    }
  })
}

/** Distinguishes `sk-` keys from names: "sk-learn-with-many-words-2" has no long run of letters and digits. */
function isKeyMaterial(found: string): boolean {
  return found.split(/[-_]/).some((run) => run.length >= 16 && /\d/.test(run) && /[A-Za-z]/.test(run))
}

/** Yields the last capture of each match that is accepted and is not a call. */
function* capturing(text: string, pattern: RegExp, accept: (value: string) => boolean): Generator<Spot> {
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length
    const value = (match.at(-1) ?? '').replace(/[.:!?]{1,3}$/, '')
    const index = end - (match.at(-1) ?? '').length
    if (text[end] !== '(' && accept(value)) yield { index, length: value.length }
  }
}

function* findUrlPasswords(text: string): Generator<Spot> {
  for (const { 0: found, 1: user, 2: password = '', index } of text.matchAll(URL_PASSWORD))
    if (password.length > 3 && password !== user && !isPlaceholder(password))
      yield { index, length: found.length }
}

function* findKeyBlocks(text: string): Generator<Spot> {
  let done = 0
  const lastFooter = text.lastIndexOf('-----END ')
  for (const { 0: found, index } of text.matchAll(KEY_BLOCK)) {
    // The header alone is not a leak: key material must follow it.
    const body = text.slice(index + found.length, index + found.length + 600)
    if (index < done || !/[A-Za-z0-9+/=]{32}/.test(body)) continue
    const footer = index < lastFooter ? text.indexOf('-----END ', index) : -1
    const line = footer < 0 ? -1 : text.indexOf('-----', footer + 9)
    done = line < 0 ? Math.min(text.length, index + found.length + 600) : line + 5
    yield { index, length: done - index }
  }
}

function* findJwts(text: string): Generator<Spot> {
  for (const { 0: run, index } of text.matchAll(/[A-Za-z0-9_.-]+/g)) {
    if (!run.includes('eyJ')) continue
    const parts = run.split('.')
    let at = index
    for (let i = 0; i < parts.length; i++) {
      const [header = '', payload = '', signature] = parts.slice(i, i + 3)
      const length = header.length + payload.length + (signature?.length ?? 0) + 2
      if (signature !== undefined && payload !== '' && isJwtHeader(header)) {
        yield { index: at, length }
        break
      }
      at += header.length + 1
    }
  }
}

function isJwtHeader(part: string): boolean {
  // The shortest header, {"alg":"none"}, takes 19.
  if (!part.startsWith('eyJ') || part.length < 19 || part.length > 4096) return false
  try {
    const header: unknown = JSON.parse(atob(part.replace(/-/g, '+').replace(/_/g, '/')))
    return typeof header === 'object' && header !== null && ('alg' in header || 'typ' in header)
  } catch {
    return false
  }
}
