/** The host refused, or could not be reached. */
export class DeployError extends Error {}

/** There is nothing to deploy, or nowhere to: no fault of the host. */
export class NothingToDeploy extends DeployError {}
