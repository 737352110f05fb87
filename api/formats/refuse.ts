import type { Failure } from '@/core/result'
import { problemResponse } from '../gate/endpoint'

/** Responds to a failure with a sentence for the text format, otherwise with a problem document. */
export function refuse(format: string, failure: Failure): Response {
  const problem = problemResponse(failure)
  return format === 'txt'
    ? new Response(`${failure.message}\n`, {
        status: problem.status,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      })
    : problem
}
