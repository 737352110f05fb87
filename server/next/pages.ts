import next from 'next'
import type { RequestContext } from '@/core/context'
import { type Frame, frameOf } from '@/core/frame'
import type { BufferedResponse } from '@/core/response'
import { capture, type NodeHandler } from './render'
import { stripScripts } from './strip'

/** How Next is embedded: our server listens, and passes requests to it. */
export type NextOptions = Parameters<typeof next>[0]

/** Starts Next without a server of its own. @returns its Node request handler */
export async function startNext(options: NextOptions): Promise<NodeHandler> {
  const app = next({ ...options, dir: process.cwd() })
  await app.prepare()
  return app.getRequestHandler()
}

/**
 * Renders a page with Next, from a request of our own. Only the context carries the visitor's data.
 * @param host the host name that Next sees
 */
export const renderPage = (
  handler: NodeHandler,
  host: string,
  url: string,
  context: RequestContext,
): Promise<BufferedResponse> =>
  capture(handler, url, { host, accept: 'text/html', 'user-agent': 'ibtsocs' }, context)

/** Returns the frame of a page: without the framework's scripts, cut where its parts belong. */
export const cutPage = (body: Buffer, parts: RequestContext['parts']): Frame =>
  frameOf(stripScripts(body.toString()), parts)
