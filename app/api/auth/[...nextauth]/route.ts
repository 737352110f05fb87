import NextAuth from 'next-auth'
import { oauthOptions } from '@/lib/user'
import { claimVotes } from '@/lib/vote'

type Context = { params: Promise<{ nextauth: string[] }> }

/** Sign-in through a provider: the routes of next-auth. */
const handler = (request: Request, context: Context): Promise<Response> =>
  NextAuth(oauthOptions((account, visitorId) => claimVotes(visitorId, account)))(request, context)

export { handler as GET, handler as POST }
