import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { lookUp } from '@/core/look-up'

/** Errors that Node finds before there is a request, with the status it would send. */
const statuses: Record<string, [status: string, sentence: string]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'The address and headers of this request are too long. We haven’t read it.',
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'This request is too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'Your request took too long to arrive.'],
}

/** Responds to malformed requests with Node's status and a sentence, which Node omits. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const [status, sentence] = lookUp(statuses, error.code ?? '') ?? [
      '400 Bad Request',
      'We can’t read this request.',
    ]
    const body = `${sentence}\n`
    socket.end(
      `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
    )
  })
}
