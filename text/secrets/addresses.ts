import type { Detector, SecretKind, Spot } from './types'

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const DOMAIN = new RegExp(`${LABEL}(?:\\.${LABEL}){1,8}`, 'y')
/** RFC 2606 and 6761; and the issuers of names that only look like addresses (`chacha20-poly1305@openssh.com`). */
const NOBODYS_DOMAIN =
  /(?:^|\.)(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost|noreply\.github\.com|openssh\.com|libssh\.org)$/i
const NOBODY = /^(?:git|hg|svn|no-?reply|do-?not-?reply|nobody)$/i
/** "logo@2x.png" is a file. */
const FILE_ENDING = /\.(?:png|jpe?g|gif|svg|webp|avif|css|js|ts|json|html?|txt|ya?ml)$/i

/** Lower case only: `Gauge.Internal` is code. */
const INTERNAL = /\.(?:local|internal|corp|lan|intranet|localdomain|home\.arpa)(?![\w-])/g
/** Files and fields that end like an internal host, and hosts that exist on many machines. */
const NO_HOST =
  /^(?:env|rc|\w{2,8}rc|settings|config|conf|jail|sshd|this|self|process|window|module|state|cluster)\.\w+$|(?:^|\.)docker\.internal$|^metadata\.google\.internal$/i

const NUMBERING =
  /(?:\b(?:version|ver|release|rev|section|chapter|clause|oid)\.?|§)[\s:=("']{0,3}v?$|[A-Za-z]\/$/i
/** Networks that identify no one: "this host", loopback, link-local, documentation (RFC 5737), masks, multicast. */
const NOBODYS_IPV4 =
  /^(?:0|127|22[4-9]|2[345]\d)\.|^169\.254\.|^192\.0\.2\.|^198\.51\.100\.|^203\.0\.113\.|^(?:10\.0|172\.16|192\.168|100\.64)\.0\.0$/

/** Detectors of texts that reveal where someone works or lives. */
export const addressDetectors: readonly Detector[] = [
  personal('mail', 'an email address', findMail),
  personal('host', 'an internal host name', findHosts),
  personal('ipv6', 'an IP address', findIpv6),
  personal('ipv4', 'an IP address', findIpv4),
]

function personal(kind: SecretKind, label: string, find: Detector['find']): Detector {
  return { kind, severity: 'private', label, find }
}

function* findMail(text: string): Generator<Spot> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const index = startOfRun(text, at, { allowed: /[A-Za-z0-9._%+-]/, most: 64 })
    DOMAIN.lastIndex = at + 1
    const domain = index < at ? DOMAIN.exec(text)?.[0] : undefined
    if (!domain || !/\.[A-Za-z]{2,24}$|\.xn--[a-z0-9-]{2,59}$/i.test(domain)) continue
    const isNobody =
      NOBODY.test(text.slice(index, at)) || NOBODYS_DOMAIN.test(domain) || FILE_ENDING.test(domain)
    if (!isNobody && !isUserInfo(text, index)) yield { index, length: at + 1 + domain.length - index }
  }
}

/** True if the "user:password" of a URL begins here. */
function isUserInfo(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 100), index)
  const scheme = before.lastIndexOf('://')
  return scheme >= 0 && !/[\s/]/.test(before.slice(scheme + 3))
}

function* findHosts(text: string): Generator<Spot> {
  let done = 0
  for (const { 0: suffix, index: dot } of text.matchAll(INTERNAL)) {
    const end = dot + suffix.length
    const isCode = /^(?:\.\w|\()/.test(text.slice(end, end + 2))
    if (isCode) continue
    const index = startOfRun(text, dot, { allowed: /[A-Za-z0-9.-]/, most: 200 })
    const name = text.slice(index, end)
    const isInPath = text[index - 1] === '/' && text[index - 2] !== '/'
    if (index < done || isInPath || /[\w$@]/.test(text[index - 1] ?? '')) continue
    if (!/^[A-Za-z0-9]/.test(name) || name.includes('..') || NO_HOST.test(name)) continue
    const port = /^:\d{1,5}/.exec(text.slice(end, end + 6))?.[0].length ?? 0
    done = end + port
    yield { index, length: done - index }
  }
}

function* findIpv4(text: string): Generator<Spot> {
  for (const { 0: found, index } of text.matchAll(/\d{1,3}(?:\.\d{1,3}){3}/g)) {
    const isPart =
      /[\w.]/.test(text[index - 1] ?? '') ||
      /^(?:\w|\.\d|-[A-Za-z])/.test(text.slice(index + found.length, index + found.length + 2))
    const isValid = found.split('.').every((octet) => Number(octet) < 256 && String(Number(octet)) === octet)
    if (isPart || !isValid || NOBODYS_IPV4.test(found)) continue
    if (!NUMBERING.test(text.slice(Math.max(0, index - 16), index))) yield { index, length: found.length }
  }
}

function* findIpv6(text: string): Generator<Spot> {
  for (const { 0: run, index } of text.matchAll(/[0-9A-Fa-f:]+/g)) {
    if (run.length > 40 || /\w/.test(text[index - 1] ?? '') || /\w/.test(text[index + run.length] ?? ''))
      continue
    const address = run.replace(/([^:]):$/, '$1')
    if (isSomebodysIpv6(address)) yield { index, length: address.length }
  }
}

/** RFC 4291, text forms 1 and 2: global unicast except documentation (RFC 3849, 9637), unique local, link-local. */
function isSomebodysIpv6(address: string): boolean {
  const halves = address.split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const isWhole = halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8
  if (!isWhole || address.startsWith('::') || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)))
    return false
  if (/^(?:fc00|fd00|fe80)::$/i.test(address)) return false
  if (/^(?:2001:0?db8|3fff:0?[0-9a-f]{0,3}):/i.test(address)) return false
  return /^(?:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i.test(address)
}

/** Returns where the run of allowed characters before `end` starts. */
function startOfRun(text: string, end: number, run: { allowed: RegExp; most: number }): number {
  let start = end
  while (start > 0 && end - start < run.most && run.allowed.test(text[start - 1] ?? '')) start -= 1
  return start
}
