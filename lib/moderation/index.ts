export { type Move, moderateBemoaning, moveNames, removeComment, removeLineOf } from './acts/commands'
export { decide } from './acts/decide'
export { undo } from './acts/undo'
export { appeal, appealBan } from './appeal/appeal'
export { banAppealLink, findBan, readBanTicket } from './appeal/ban-ticket'
export { claimCase, noteCase } from './case/commands'
export { type Case, type EventLine, findCase, listHistory, listReports, type ReportLine } from './case/one'
export { type CaseLine, listCases } from './case/queries'
export { listVotePatterns, ringsNow, voteBounds } from './case/votes'
export { type Act, actNames, acts, appealInput, decisionForm, decisionLimits, noteInput } from './input'
export {
  type Appealable,
  doerOf,
  findAppealable,
  type LogEntry,
  type LogFilters,
  listLog,
  listPending,
  logActions,
  logFilters,
  logTypes,
} from './queries'
export { report } from './report/commands'
export { reportForm, reportInput, reportLimits } from './report/input'
export { findReportable, type Reportable } from './report/queries'
export { labelOfReason, reportReasons } from './report/reasons'
export { revealAuthor } from './reveal'
