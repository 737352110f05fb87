import { parseForm } from '@/api/gate/fields'
import { type BufferedResponse, respond } from '@/core/response'
import { escapeHtml } from '@/text/escape'
import { plainPage } from '@/text/plain-page'

/** Fields that are typed again rather than written into a page. */
const typedAgain: ReadonlyMap<string, string> = new Map([
  ['password', 'Your password'],
  ['current', 'Your password'],
  ['next', 'Your new password'],
  ['code', 'The code'],
])

/** Fields that people don't type. */
const unseen = new Set(['back', 'to', 'website', 'nonce', 'token', 'signature', 'payload', 'version'])

function field(name: string, value: string): string {
  const [n, v] = [escapeHtml(name), escapeHtml(value)]
  // An empty one is left empty: whoever has no password yet sends none.
  if (unseen.has(name) || value === '') return `<input type="hidden" name="${n}" value="${v}">`
  const again = typedAgain.get(name)
  if (again)
    return `<p><label>${escapeHtml(again)}, again <input type="password" name="${n}" required></label></p>`
  // A first line end in a text area is dropped (HTML 13.1.2.5), so there is one to drop.
  return `<p><label>${n} <textarea name="${n}" rows="${Math.min(12, value.split('\n').length + 1)}" cols="72" readonly>\n${v}</textarea></label></p>`
}

/**
 * Returns the page for a form whose sender is unknown, as some text browsers send no header that tells: what was sent, and a button
 * that sends it from here. It is shown and has to be pressed, because another site may have made the browser send it.
 * @param body urlencoded fields
 * @returns null if the body is no form
 */
export function sendAgainPage(action: string, body: Uint8Array): BufferedResponse | null {
  const fields = parseForm(body)
  if (!fields.ok) return null
  const inputs = [...fields.value].flatMap(([name, values]) => values.map((value) => field(name, value)))
  const title = 'Did you send this?'
  const main = `<p class="number" aria-hidden="true">403</p>
<h1>${title}</h1>
<p>Your browser doesn’t say which page this came from, so it may have come from another site. We haven’t saved anything. If you sent it, send it again from here.</p>
<form method="post" action="${escapeHtml(action)}">
${inputs.join('\n')}
<p><button type="submit">Send it again</button></p>
</form>
<p><a href="/">To the front page</a></p>`
  return respond(403, plainPage(title, main), {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  })
}
