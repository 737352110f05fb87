import { escapeHtml } from './escape'

/**
 * Returns a page that depends only on one static stylesheet, for when other pages cannot be rendered.
 * @param title plain text
 * @param main HTML of the content
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
