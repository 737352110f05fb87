/** The host refused, or could not be reached. */
export class DeployError extends Error {}

/** There is no build or no target: not an error of the host. */
export class NothingToDeploy extends DeployError {}
