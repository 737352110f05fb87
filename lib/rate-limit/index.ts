export { newProof, spendProof, writeProof } from './proof-of-work'
export { clearLimit, returnLimit, spendLimit } from './rate'
export { closeSharedStore, isSharedStoreAway, sharedStore } from './shared-store'
