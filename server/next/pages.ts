import next from 'next'
import type { RequestContext } from '@/core/context'
import type { BufferedResponse } from '@/core/response'
import { fillIn } from '@/core/static-html'
import { capture, type NodeHandler } from './render'
import { stripScripts } from './strip'

/** Where Next stands: our server listens, Next gets its requests from us. */
export type NextOptions = Parameters<typeof next>[0]

/** Starts Next, without a server of its own. @returns what answers a request of Node's */
export async function startNext(options: NextOptions): Promise<NodeHandler> {
  const app = next({ ...options, dir: process.cwd() })
  await app.prepare()
  return app.getRequestHandler()
}

/**
 * A page as Next makes it, from a request of our own: nothing of the visitor's reaches it but through the context.
 * @param host the name that Next gets to see
 */
export const renderPage = (
  handler: NodeHandler,
  host: string,
  url: string,
  context: RequestContext,
): Promise<BufferedResponse> =>
  capture(handler, url, { host, accept: 'text/html', 'user-agent': 'ibtsocs' }, context)

/** A page as we send it: without the framework's scripts, with what was drawn beside it. */
export const finishPage = (body: Buffer, parts: RequestContext['parts']): Buffer =>
  Buffer.from(fillIn(stripScripts(body.toString()), parts))
