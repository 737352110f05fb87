import type { FormState } from '@/core/context'
import { escapeHtml } from '@/text/escape'
import { plainPage } from '@/text/plain-page'

const field = (name: string, value: string): string =>
  value.includes('\n') || value.length > 60
    ? `<p><label>${escapeHtml(name)}<br><textarea name="${escapeHtml(name)}" rows="8" cols="72">\n${escapeHtml(value)}</textarea></label></p>`
    : `<p><label>${escapeHtml(name)}<br><input name="${escapeHtml(name)}" value="${escapeHtml(value)}"></label></p>`

/**
 * Renders a page that keeps the input when no other page can be rendered. It needs neither the database nor the
 * framework, and submits the same form again.
 */
export function fallbackPage(form: FormState, title: string): string {
  const fields = Object.entries(form.values).flatMap(([name, values]) =>
    values.map((value) => field(name, value)),
  )
  return plainPage(
    title,
    `<h1>${escapeHtml(title)}.</h1>
<p role="alert">${escapeHtml(form.message)}</p>
<form method="post" action="${escapeHtml(form.action)}">
${fields.join('\n')}
<p><button>Send again</button></p>
</form>`,
  )
}
