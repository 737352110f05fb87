/** What nodemailer's errors have, besides their message. */
type MailError = Error & {
  code?: string
  originalCode?: string
  command?: string
  response?: string
  responseCode?: number
}

/** The server’s enhanced status code (RFC 3463), such as 5.1.1; null without one. */
const statusOf = (response: string): string | null =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null

/** Refusals of us rather than of the recipient, from servers that send no enhanced code. */
const aboutUs = /relay|authenti|not permitted|blocked|blacklist|block list|policy|spf|dmarc|dkim/i

/**
 * True for a permanent refusal of this recipient. A refused sender, message, sign-in or relay is about our account at
 * the mail server: the same email may pass when the operator has mended that, so it stays in the queue.
 */
export function isRefused(error: unknown): boolean {
  const { code, command, response = '', responseCode = 0 } = error as MailError
  if (code !== 'EENVELOPE' || command !== 'RCPT TO' || responseCode < 500) return false
  const status = statusOf(response)
  // 5.1.x is about the address and 5.2.x about the mailbox; 5.7.x, for one, is about who may send what.
  if (status) return /^5\.[12]\./.test(status) && !/^5\.1\.[78]$/.test(status)
  return responseCode !== 530 && responseCode !== 535 && responseCode !== 538 && !aboutUs.test(response)
}

/** The longest text that is kept of what a server said. */
const longest = 240

/** Replaces a word wherever it stands, in upper or lower case. */
function hide(text: string, word: string): string {
  const lower = text.toLowerCase()
  // A few characters change their length in lower case; then positions would not fit.
  if (word.length < 3 || lower.length !== text.length) return text
  const parts = lower.split(word.toLowerCase())
  let at = 0
  return parts
    .map((part) => {
      const kept = text.slice(at, at + part.length)
      at += part.length + word.length
      return kept
    })
    .join('…')
}

/** Removes from a server’s words what could tell about a person or open an account: addresses, links, long words. */
function withoutPeople(text: string, recipient: string): string {
  const plain = text
    .replaceAll(/https?:\S+/gi, '…')
    .replaceAll(/[^\s<>:;,()"']+@[^\s<>:;,()"']+/g, '…')
    .replaceAll(/[\w+/=-]{24,}/g, '…')
  const [local = '', domain = ''] = recipient.split(/@(?=[^@]*$)/)
  return [local, domain].reduce(hide, plain)
}

/**
 * Describes a failed email for the log, the metrics and the admin tool: the codes, the step, and what the mail server or
 * the connection said, without addresses and links.
 * @param recipient its address, which servers like to repeat
 */
export function mailFault(error: unknown, recipient: string): string {
  const { code, originalCode, command, response, responseCode, message } = error as MailError
  const codes = [code, originalCode, responseCode, command].filter(Boolean).map(String)
  const said = (response ?? message ?? '').replace(/^\d{3}[ -]/, '').replaceAll(/\s+/g, ' ')
  return `${codes.join(' ') || 'unknown'}: ${withoutPeople(said, recipient)}`.slice(0, longest)
}
