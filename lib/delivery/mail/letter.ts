import { escapeHtml } from '@/text/escape'
import { linesAsHtml } from '@/text/lines'

/** An email before it becomes a message: the same words as plain text and as HTML. */
export type Letter = {
  to: string
  subject: string
  text: string
  html: string
  /** URL at which one click, or one POST by a mail client (RFC 8058), ends emails of this kind. */
  unsubscribe?: string
  /** Name of the conversation, such as `bemoaning-1024`. Clients show the emails of one together. */
  thread?: string
}

/** A piece of a letter: a paragraph, a quotation, a link, or a rule between parts. */
export type Piece =
  | { kind: 'words'; text: string }
  | { kind: 'quote'; text: string; by?: string }
  | { kind: 'link'; label: string; url: string }
  | { kind: 'rule' }

export const words = (text: string): Piece => ({ kind: 'words', text })
export const quote = (text: string, by?: string): Piece => ({
  kind: 'quote',
  text,
  ...(by === undefined ? {} : { by }),
})
export const link = (label: string, url: string): Piece => ({ kind: 'link', label, url })
export const rule: Piece = { kind: 'rule' }

const asText = (piece: Piece): string => {
  if (piece.kind === 'words') return piece.text
  if (piece.kind === 'rule') return '-- '
  if (piece.kind === 'link') return `${piece.label}:\n\n${piece.url}`
  const quoted = piece.text.split('\n').map((line) => `> ${line}`.trimEnd())
  return [...quoted, ...(piece.by ? [`  ${piece.by}`] : [])].join('\n')
}

const asHtml = (piece: Piece): string => {
  if (piece.kind === 'words') return `<p>${linesAsHtml(piece.text)}</p>`
  if (piece.kind === 'rule') return '<hr style="border:0;border-top:1px solid #e2d9c8">'
  if (piece.kind === 'link')
    return `<p><a href="${escapeHtml(piece.url)}" style="color:#7a3b12">${escapeHtml(piece.label)}</a></p>`
  const by = piece.by ? `<br><small style="color:#6a6157">${escapeHtml(piece.by)}</small>` : ''
  return `<blockquote dir="auto" style="margin:1em 0;padding-left:1em;border-left:3px solid #8a2b1f;font-family:Georgia,serif;font-size:1.15em">${linesAsHtml(piece.text)}${by}</blockquote>`
}

/**
 * Renders both forms of a letter from the same pieces. No pictures, and no requests when it is opened.
 * @param subject the title of the HTML: screen readers say it when a client opens the letter in a browser
 */
export function compose(
  subject: string,
  pieces: readonly Piece[],
): Pick<Letter, 'subject' | 'text' | 'html'> {
  const body = pieces.map(asHtml).join('\n')
  return {
    subject,
    text: `${pieces.map(asText).join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body style="margin:0;background:#fbf7ef;color:#211d18"><div style="max-width:38em;margin:0 auto;padding:1.5em;font:16px/1.5 system-ui,sans-serif">\n${body}\n</div></body></html>\n`,
  }
}
