import { escapeHtml } from './escape'

/**
 * A page that needs nothing but one static stylesheet, for when the others cannot be made.
 * @param title as text
 * @param main what stands in it, as HTML
 */
export const plainPage = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · IBTSOCS</title>
<link rel="stylesheet" href="/plain.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<main>
${main}
<p class="stamp">IBTSOCS</p>
</main>
</body>
</html>
`
