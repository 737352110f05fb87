import { context } from '@/core/context'
import type { Result } from '@/core/result'
import { isTelling, noteSecurity, type SecurityEvent } from '@/core/security-log'

/** Logs how a form or call ended if that matters for security: its own event, or that it was refused. */
export function noteResult(
  { path, event }: { path: string; event?: SecurityEvent },
  result: Result<unknown>,
  { network, user = context().viewer?.id }: { network: string | undefined; user?: number | undefined },
): void {
  const outcome = result.ok ? 'done' : result.code
  if (event === undefined && (outcome === 'done' || !isTelling(outcome))) return
  noteSecurity(event ?? 'refused', outcome, {
    action: path,
    user: user ?? null,
    ...(network ? { network } : {}),
  })
}
