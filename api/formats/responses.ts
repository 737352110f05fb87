type Headers = Record<string, string>

/** An answer as JSON. */
export const json = (value: unknown, headers: Headers = {}) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json', ...headers } })
/** An answer as plain text, with a line end. */
export const text = (value: string, headers: Headers = {}) =>
  new Response(`${value}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
/** An answer as some kind of XML. */
export const xml = (value: string, type: string, headers: Headers = {}) =>
  new Response(value, { headers: { 'content-type': `${type}; charset=utf-8`, ...headers } })
