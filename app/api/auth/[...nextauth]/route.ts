import NextAuth from 'next-auth'
import { oauthOptions } from '@/lib/user'
import { claimVotes } from '@/lib/vote'

type Context = { params: Promise<{ nextauth: string[] }> }

/** Signing in through a provider: next-auth's own addresses. */
const handler = (request: Request, context: Context): Promise<Response> =>
  NextAuth(oauthOptions((account, visitorId) => claimVotes(visitorId, account)))(request, context)

export { handler as GET, handler as POST }
