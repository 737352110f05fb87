import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { deviceOf, type HeldSession } from '@/lib/user'
import { Field } from '../form/field'
import { RemovableRow } from '../form/removable-row'
import { Ago } from '../parts/ago'
import { Day } from '../parts/day'

export function PasswordSection({ has }: { has: boolean }) {
  return (
    <section>
      <h2>Password</h2>
      <form method="post" action={paths.password} className="narrow">
        {has && (
          <Field
            name="current"
            action={paths.password}
            label="Current password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
        <Field
          name="next"
          action={paths.password}
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
        />
        <p className="buttons">
          <button type="submit">Change password</button>
        </p>
      </form>
    </section>
  )
}

export function EmailSection({ email }: { email: string | null }) {
  return (
    <section>
      <h2>Email address</h2>
      <p>
        {email
          ? `Yours is ${email}. When you change it, we tell this one, with a link that undoes the change for 7 days.`
          : 'You haven’t confirmed one yet. With one, you can get back in when you forget your password.'}
      </p>
      <form method="post" action={paths.email} className="narrow">
        <Field
          name="email"
          label={email ? 'New address' : 'Address'}
          action={paths.email}
          type="email"
          autoComplete="email"
          required
        />
        <p className="buttons">
          <button type="submit">Send a link</button>
        </p>
      </form>
    </section>
  )
}

/** A session in a list: its browser, its age, and whether it is the current one. */
export function SessionRow({ session, here }: { session: HeldSession; here: boolean }) {
  return (
    <RemovableRow value={session.id} action={paths.endSession} verb="End">
      {deviceOf(session.userAgent)}
      <span className="quiet">
        , since <Day date={session.createdAt} />,{' '}
        {here ? (
          'here'
        ) : (
          <>
            last used <Ago date={session.seenAt} />
          </>
        )}
      </span>
    </RemovableRow>
  )
}

/** The viewer's sessions. */
export function SessionsSection({
  sessions,
  here,
}: {
  sessions: readonly HeldSession[]
  here: Viewer['sessionId']
}) {
  return (
    <section id="sessions">
      <h2>Sessions</h2>
      <ul className="rows">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} here={session.id === here} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action={paths.endSession}>
          <input type="hidden" name="id" value="others" />
          <p className="buttons">
            <button type="submit">End all but this one</button>
          </p>
        </form>
      )}
    </section>
  )
}
