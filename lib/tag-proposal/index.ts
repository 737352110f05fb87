export { acceptTag, declineTag, type TagAct, tagActs } from './decide'
export { acceptForm, declineForm, proposalForm, proposalLimits } from './input'
export { proposeTag, withdrawTag } from './propose'
export {
  countProposals,
  findProposal,
  listDecidedProposals,
  listOwnProposals,
  listProposals,
  type TagProposal,
} from './queries'
export { reopenTag } from './reopen'
