import { paths } from '@/core/paths'
import { type Held, type Pending, qrPath } from '@/lib/user'
import { Back } from '../../form/back'
import { Field } from '../../form/field'
import { CodeBlock } from '../../parts/code-block'

function SetUp({ pending }: { pending: Pending }) {
  const { size, path } = qrPath(pending.uri)
  return (
    <>
      <p>Scan this with an authenticator app, or type the key below it. Then enter the code it shows.</p>
      <svg
        className="qr"
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label="QR code of the key below"
        shapeRendering="crispEdges"
      >
        <path className="qr-paper" d={`M0 0h${size}v${size}h-${size}z`} />
        <path className="qr-ink" d={path} />
      </svg>
      <CodeBlock>{pending.secret.replace(/(.{4})(?=.)/g, '$1 ')}</CodeBlock>
      <p className="quiet">
        <a href={pending.uri}>Open it in an app on this device</a>
      </p>
      <form method="post" action={paths.factor} className="narrow">
        <Field
          name="code"
          label="Code"
          hint="Six digits from the app."
          action={paths.factor}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          required
        />
        <p className="buttons">
          <button type="submit">Turn on</button>
        </p>
      </form>
    </>
  )
}

const left = (codes: number): string =>
  codes === 0
    ? 'You have no recovery codes left.'
    : codes === 1
      ? 'One recovery code is left.'
      : `${codes} recovery codes are left.`

/** Two-step sign-in with an authenticator app: off, in setup, or on. */
export function FactorSection({ held: { authenticator, codes, pending } }: { held: Held }) {
  return (
    <section id="factor">
      <h2>Two-step sign-in</h2>
      {authenticator ? (
        <>
          <p>
            On. After your password, SSH key or provider we ask for a code of your authenticator app.{' '}
            {left(codes)}
          </p>
          <form method="post" action={paths.recoveryCodes} className="buttons">
            <Back />
            <button type="submit">Make new recovery codes</button>
          </form>
          <form method="post" action={paths.endFactor} className="buttons">
            <Back />
            <button type="submit">Turn off</button>
          </form>
        </>
      ) : pending ? (
        <SetUp pending={pending} />
      ) : (
        <>
          <p>
            Off. When it is on, we ask for a code of an authenticator app after your password, SSH key or
            provider. Passkeys need no code.
          </p>
          <form method="post" action={paths.startFactor} className="buttons">
            <Back />
            <button type="submit">Set up an authenticator app</button>
          </form>
        </>
      )}
    </section>
  )
}
