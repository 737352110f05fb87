import { paths } from '@/core/paths'
import type { SubjectType } from '@/core/vocabulary'

/** The quiet link to report something. */
export function ReportLink({ type, id, what }: { type: SubjectType; id: number; what: string }) {
  return (
    <a className="report" href={paths.report(type, id)} rel="nofollow">
      Report<span className="sr-only"> {what}</span>
    </a>
  )
}
