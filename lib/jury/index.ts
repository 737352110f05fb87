export { judge } from './commands'
export { countVerdicts } from './count'
export { drawnShare, isKnownTurn } from './draw'
export { findHearing, type Hearing } from './hearing'
export { verdictForm, verdictInput } from './input'
export { countPeople, notYet } from './may'
export {
  type Board,
  isShown,
  type JuryItem,
  type LastVerdict,
  lastVerdict,
  nextItem,
  readBoard,
} from './queries'
export { type RejectReason, rejectReasonNames, rejectReasons, saysOf } from './reasons'
export { juryRules } from './rules'
export { pointsOf, stakeOf } from './score'
export { appeal, skip, undo } from './second-thoughts'
export { quorumOf, tallyOf, type Weighed } from './tally'
export { type JurorRecord, newJuror, weightOf } from './weight'
