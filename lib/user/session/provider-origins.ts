import { readEnv } from '@/core/env'

/** Returns the providers' origins, for the only policy that must let a form lead there. */
export const providerOrigins = (): string[] => {
  const { github, githubUrl, google } = readEnv()
  return [...(github ? [new URL(githubUrl).origin] : []), ...(google ? ['https://accounts.google.com'] : [])]
}
