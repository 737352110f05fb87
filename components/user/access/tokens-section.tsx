import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { type TokenScope, tokenScopes } from '@/core/vocabulary'
import type { HeldToken } from '@/lib/user'
import { Field, typed } from '../../form/field'
import { RemovableRow } from '../../form/removable-row'
import { Ago } from '../../parts/ago'

const action = paths.tokens

const says: Record<TokenScope, string> = {
  read: 'read: your inbox, lists and votes',
  write: 'write: bemoan, comment, vote and judge as you',
  account: 'account: download everything about you, change settings, end your account',
}

/** An API token in a list: its name, scopes, expiry and last use. */
export function TokenRow({ token }: { token: HeldToken }) {
  return (
    <RemovableRow value={token.id} action={paths.removeToken} verb="Remove">
      {token.name}{' '}
      <span className="quiet">
        {token.scopes.join(', ')}
        {token.expiresAt && <> · ends {token.expiresAt.toISOString().slice(0, 10)}</>} ·{' '}
        {token.usedAt ? (
          <>
            used <Ago date={token.usedAt} />
          </>
        ) : (
          'not used yet'
        )}
      </span>
    </RemovableRow>
  )
}

function Scopes() {
  const { form } = context()
  const back = form?.action === action && form.outcome === 'refused' ? (form.values.scopes ?? []) : null
  const error =
    form?.action === action ? form.errors.find(({ path }) => path === 'scopes')?.message : undefined
  return (
    <fieldset aria-describedby={error ? 'e-scopes' : undefined}>
      <legend>Scopes</legend>
      {tokenScopes.map((scope) => (
        <p className="check" key={scope}>
          <label>
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={back ? back.includes(scope) : scope === 'read'}
            />{' '}
            {says[scope]}
          </label>
        </p>
      ))}
      {error && (
        <p className="error" id="e-scopes">
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** The viewer's API tokens, and the form to create one. */
export function TokensSection({ tokens }: { tokens: readonly HeldToken[] }) {
  return (
    <section id="tokens">
      <h2>API tokens</h2>
      <ul className="rows">
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <form method="post" action={action} className="narrow">
        <Field
          name="name"
          label="Name"
          hint="For example, the program that uses it."
          action={action}
          required
          maxLength={60}
        />
        <Scopes />
        <div className="field">
          <label htmlFor="f-token-days">Expires</label>{' '}
          <select id="f-token-days" name="days" defaultValue={typed('days', '90', action)}>
            <option value="30">in 30 days</option>
            <option value="90">in 90 days</option>
            <option value="365">in a year</option>
            <option value="">never</option>
          </select>
        </div>
        <p className="buttons">
          <button type="submit">Make a token</button>
        </p>
      </form>
    </section>
  )
}
