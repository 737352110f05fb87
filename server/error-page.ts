import { type Answer, answer } from '@/lib/answer'

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * The page of last resort, for when the pages themselves cannot be rendered. It needs nothing but one
 * static stylesheet.
 */
export function errorPage(
  status: number,
  title: string,
  text: string,
  headers: Answer['headers'] = {},
): Answer {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)} · IBTSOCS</title>
<link rel="stylesheet" href="/plain.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<main>
<p class="number" aria-hidden="true">${status}</p>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
<p><a href="/">To the front page</a></p>
<p class="stamp">IBTSOCS</p>
</main>
</body>
</html>
`
  return answer(status, html, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
}

export const brokenPage = (): Answer =>
  errorPage(
    500,
    'Even this page.',
    'Something of ours broke while it made this page. It has been noted. Nothing you sent has been lost by trying again.',
  )

export const awayPage = (): Answer =>
  errorPage(
    503,
    'The database is away.',
    'It happens to the best. Pages that are remembered go on; this one was not. Try again in a few seconds.',
    {
      'retry-after': '5',
    },
  )
