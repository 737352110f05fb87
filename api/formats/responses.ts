type Headers = Record<string, string>

/** A response with JSON. */
export const json = (value: unknown, headers: Headers = {}) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json', ...headers } })
/** A response with plain text, ended by a newline. */
export const text = (value: string, headers: Headers = {}) =>
  new Response(`${value}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
/** A response with XML of the given type. */
export const xml = (value: string, type: string, headers: Headers = {}) =>
  new Response(value, { headers: { 'content-type': `${type}; charset=utf-8`, ...headers } })
