export { isModerator, logJury, logModeration } from './log'
