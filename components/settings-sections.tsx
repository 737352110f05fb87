import { context, type Viewer } from '@/lib/context'
import { deviceOf } from '@/lib/user/device'
import { listSessions, listTokens } from '@/lib/user/session'
import { listSshKeys } from '@/lib/user/ssh'
import { Ago } from './ago'
import { CodeBlock } from './code-block'
import { Day } from './day'
import { Field, TextField } from './field'
import { Removable } from './removable'

export function PasswordSection({ has }: { has: boolean }) {
  return (
    <section>
      <h2>Password</h2>
      <form method="post" action="/settings/password" className="narrow">
        {has && (
          <Field
            name="current"
            action="/settings/password"
            label="Password now"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
        <Field
          name="next"
          action="/settings/password"
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
        />
        <p className="buttons">
          <button type="submit">Change it</button>
        </p>
      </form>
    </section>
  )
}

export function EmailSection({ email }: { email: string | null }) {
  return (
    <section>
      <h2>Mail address</h2>
      <p>
        {email
          ? `It is ${email}.`
          : 'There is none, or the link that was sent to it has not been opened yet. With one you get back in when the password is gone.'}
      </p>
      <form method="post" action="/settings/email" className="narrow">
        <Field
          name="email"
          label={email ? 'Another address' : 'Address'}
          type="email"
          autoComplete="email"
          required
        />
        <p className="buttons">
          <button type="submit">Send a link to it</button>
        </p>
      </form>
    </section>
  )
}

export async function KeysSection({ viewer }: { viewer: Viewer }) {
  const keys = await listSshKeys(viewer.id)
  return (
    <section>
      <h2>SSH keys</h2>
      <p>A key you register here signs you in without a password, and the first one draws your randomart.</p>
      <ul className="rows">
        {keys.map((key) => (
          <Removable key={key.id} value={key.id} action="/settings/keys/delete" verb="Remove">
            <code>{key.fingerprint}</code> {key.comment}{' '}
            <span className="quiet">
              {key.usedAt ? (
                <>
                  used <Ago date={key.usedAt} />
                </>
              ) : (
                'not used yet'
              )}
            </span>
          </Removable>
        ))}
      </ul>
      <form method="post" action="/settings/keys">
        <TextField
          name="key"
          label="Public key"
          hint="One line of ~/.ssh/id_ed25519.pub or the like."
          rows={3}
          required
          spellCheck={false}
        />
        <p className="buttons">
          <button type="submit">Register it</button>
        </p>
      </form>
    </section>
  )
}

export async function TokensSection({ viewer }: { viewer: Viewer }) {
  const tokens = await listTokens(viewer.id)
  const { form } = context()
  const fresh = form?.action === '/settings/tokens' && form.outcome === 'done' ? form.message : null
  return (
    <section>
      <h2>API tokens</h2>
      {fresh && (
        <div role="status" className="fresh-token">
          <p>Your new token. It is shown this once:</p>
          <CodeBlock>{fresh}</CodeBlock>
        </div>
      )}
      <ul className="rows">
        {tokens.map((token) => (
          <Removable key={token.id} value={token.id} action="/settings/tokens/delete" verb="Remove">
            {token.name}{' '}
            <span className="quiet">
              {token.usedAt ? (
                <>
                  used <Ago date={token.usedAt} />
                </>
              ) : (
                'not used yet'
              )}
            </span>
          </Removable>
        ))}
      </ul>
      <form method="post" action="/settings/tokens" className="narrow">
        <Field name="name" label="What for" required maxLength={60} />
        <p className="buttons">
          <button type="submit">Make a token</button>
        </p>
      </form>
    </section>
  )
}

export async function SessionsSection({ viewer }: { viewer: Viewer }) {
  const sessions = await listSessions(viewer.id)
  return (
    <section>
      <h2>Sessions</h2>
      <ul className="rows">
        {sessions.map((session) => (
          <Removable key={session.id} value={session.id} action="/settings/sessions/end" verb="End">
            {deviceOf(session.userAgent)}
            <span className="quiet">
              , since <Day date={session.createdAt} />,{' '}
              {session.id === viewer.sessionId ? (
                'here'
              ) : (
                <>
                  last used <Ago date={session.seenAt} />
                </>
              )}
            </span>
          </Removable>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/settings/sessions/end">
          <input type="hidden" name="id" value="others" />
          <p className="buttons">
            <button type="submit">End all but this one</button>
          </p>
        </form>
      )}
    </section>
  )
}
