export { logJury, logModeration } from './log'
