export { newProof, spendProof, writeProof } from './proof-of-work'
export { clearLimit, inWords, returnLimit, spendLimit } from './rate'
