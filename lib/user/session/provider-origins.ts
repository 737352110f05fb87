import { readEnv } from '@/core/env'

/** Where providers live, for the one policy that has to let a form lead there. */
export const providerOrigins = (): string[] => {
  const { github, githubUrl, google } = readEnv()
  return [...(github ? [new URL(githubUrl).origin] : []), ...(google ? ['https://accounts.google.com'] : [])]
}
