import type { IncomingMessage, ServerResponse } from 'node:http'

/** A complete HTTP response, before it is compressed and sent. Header names are lower case. */
export type BufferedResponse = {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
}

/** Creates a complete response from a status and a body. */
export const respond = (
  status: number,
  body: string | Buffer = '',
  headers: BufferedResponse['headers'] = {},
): BufferedResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? Buffer.from(body) : body,
})

/** A response of one line of text that is not cached. */
export const textResponse = (
  status: number,
  text: string,
  headers: BufferedResponse['headers'] = {},
): BufferedResponse =>
  respond(status, `${text}\n`, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })

const texts = new WeakMap<Response, string>()

/**
 * Creates a Response whose text `fromResponse` knows without reading it: a stream per response costs more than making
 * the text. Its body cannot be read in any other way.
 */
export function shortcut(text: string, init: ResponseInit): Response {
  const made = new Response(null, init)
  texts.set(made, text)
  return made
}

/** Reads a fetch Response to its end. */
export async function fromResponse(response: Response): Promise<BufferedResponse> {
  const headers: BufferedResponse['headers'] = {}
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') headers[name] = value
  })
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies
  const text = texts.get(response)
  const body = text === undefined ? await response.arrayBuffer() : text
  return {
    status: response.status,
    headers,
    body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(body),
  }
}

/** Sends a response as it is; for HEAD only the headers. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: BufferedResponse,
): void {
  if (response.headersSent || response.writableEnded) return
  const bodiless = status === 304 || status === 204
  response.writeHead(status, bodiless ? headers : { ...headers, 'content-length': body.length })
  response.end(bodiless || request.method === 'HEAD' ? undefined : body)
}
