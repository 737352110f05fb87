import { and, eq, gt, sql } from 'drizzle-orm'
import type { AuthOptions } from 'next-auth'
import GitHub, { type GithubProfile } from 'next-auth/providers/github'
import Google, { type GoogleProfile } from 'next-auth/providers/google'
import { context } from '@/core/context'
import { cookieNames, sessionDays } from '@/core/cookies'
import { randomToken } from '@/core/crypto'
import { readEnv } from '@/core/env'
import { localPath, paths } from '@/core/paths'
import { noteSecurity } from '@/core/security-log'
import { absolute, origin } from '@/core/site'
import { db, users, voters } from '@/db'
import { needsSecondStep } from '../credential/factor/state'
import { oauthAdapter } from './oauth-adapter'

function providers(): AuthOptions['providers'] {
  const { github, githubUrl, google } = readEnv()
  const list: AuthOptions['providers'] = []
  if (github) {
    const api = githubUrl === 'https://github.com' ? 'https://api.github.com' : `${githubUrl}/api/v3`
    list.push(
      GitHub({
        clientId: github.id,
        clientSecret: github.secret,
        authorization: `${githubUrl}/login/oauth/authorize?scope=read:user`,
        token: `${githubUrl}/login/oauth/access_token`,
        userinfo: {
          url: `${api}/user`,
          request: ({ client, tokens }) => client.userinfo(tokens.access_token ?? ''),
        },
        checks: ['pkce', 'state'],
        profile: ({ id, login }: GithubProfile) => ({ id: String(id), name: login }),
      }),
    )
  }
  if (google) {
    list.push(
      Google({
        clientId: google.id,
        clientSecret: google.secret,
        authorization: { params: { scope: 'openid profile' } },
        profile: ({ sub, name }: GoogleProfile) => ({ id: sub, name }),
      }),
    )
  }
  return list
}

/** An account with the voter its votes are counted under. */
type Voting = { id: number; voterId: number }

const isBanned = async (id: number): Promise<boolean> => {
  const rows = await db()
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, id), gt(users.bannedUntil, sql`now()`)))
  return rows.length > 0
}

/**
 * Returns the options of next-auth, which handles GitHub and Google; its sessions are the site's own.
 * @param signedIn called once a user is signed in and no second step follows, with the visitor they were before
 */
export function oauthOptions(
  signedIn: (account: Voting, visitorId: number) => Promise<unknown>,
): AuthOptions {
  const secure = origin().startsWith('https:')
  const prefix = secure ? '__Host-' : ''
  /** @param maxAge in seconds; without one it ends with the browser */
  const own = (name: string, maxAge?: number) => ({
    name,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure, ...(maxAge ? { maxAge } : {}) },
  })
  return {
    adapter: oauthAdapter,
    providers: providers(),
    session: { strategy: 'database', maxAge: sessionDays * 86_400, generateSessionToken: randomToken },
    cookies: {
      sessionToken: own(cookieNames().session),
      callbackUrl: own(`${prefix}next-auth.callback-url`),
      csrfToken: own(`${prefix}next-auth.csrf-token`),
      pkceCodeVerifier: own(`${prefix}next-auth.pkce.code_verifier`, 900),
      state: own(`${prefix}next-auth.state`, 900),
      nonce: own(`${prefix}next-auth.nonce`),
    },
    useSecureCookies: secure,
    pages: { signIn: paths.signIn(), error: paths.signIn() },
    callbacks: {
      signIn: async ({ user }) => !(Number(user.id) && (await isBanned(Number(user.id)))),
      redirect: async ({ url }) =>
        absolute(localPath(url.startsWith(origin()) ? url.slice(origin().length) : url)),
    },
    events: {
      async signIn({ user }) {
        noteSecurity('sign-in', 'done', { user: Number(user.id), action: '/api/auth/callback' })
        const { visitorId } = context()
        const [row] = await db()
          .select({ id: voters.id })
          .from(voters)
          .where(eq(voters.userId, Number(user.id)))
        // If a second step follows, it claims the votes (api/forms/sign-in.ts).
        if (await needsSecondStep(Number(user.id))) return
        if (visitorId !== null && row) await signedIn({ id: Number(user.id), voterId: row.id }, visitorId)
      },
    },
  }
}
