import type { FormState } from '@/lib/context'
import { escapeXml } from '../machine/xml'

const field = (name: string, value: string): string =>
  value.includes('\n') || value.length > 60
    ? `<p><label>${escapeXml(name)}<br><textarea name="${escapeXml(name)}" rows="8" cols="60">\n${escapeXml(value)}</textarea></label></p>`
    : `<p><label>${escapeXml(name)}<br><input name="${escapeXml(name)}" value="${escapeXml(value)}"></label></p>`

/**
 * A page that keeps what was typed when no other page can be made: it needs neither the database nor the
 * framework, and sends the same form again.
 */
export function keptPage(form: FormState, title: string): string {
  const fields = Object.entries(form.values).flatMap(([name, values]) =>
    values.map((value) => field(name, value)),
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeXml(title)} · IBTSOCS</title>
<link rel="stylesheet" href="/plain.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<main>
<h1>${escapeXml(title)}.</h1>
<p role="alert">${escapeXml(form.message)}</p>
<form method="post" action="${escapeXml(form.action)}">
${fields.join('\n')}
<p><button>Send again</button></p>
</form>
<p class="stamp">IBTSOCS</p>
</main>
</body>
</html>
`
}
