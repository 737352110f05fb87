import { paths } from '@/core/paths'
import { hashSizes } from '@/keys/fingerprint'

/** Asks for a key or a fingerprint. Uses GET, so that a picture has an address. */
export function RandomartForm({ query, error }: { query: Record<string, string>; error: string | null }) {
  return (
    <form action={paths.randomart()} className="randomart-form" data-randomart-form>
      <div className="field">
        <label htmlFor="key">A public key line, or a fingerprint</label>
        <br />
        <textarea
          cols={72}
          id="key"
          name="key"
          rows={4}
          required
          spellCheck={false}
          autoComplete="off"
          placeholder="ssh-ed25519 AAAA… or SHA256:…"
          defaultValue={query.key ?? query.fingerprint ?? ''}
          aria-invalid={error !== null}
          aria-describedby={error ? 'key-error' : undefined}
        />
        {error && (
          <p className="error" id="key-error" role="alert">
            {error}
          </p>
        )}
      </div>
      <p className="buttons">
        <label htmlFor="hash">Hash</label>{' '}
        <select id="hash" name="hash" defaultValue={query.hash ?? 'sha256'}>
          {Object.keys(hashSizes).map((name) => (
            <option key={name} value={name}>
              {name.toUpperCase()}
            </option>
          ))}
        </select>{' '}
        <label htmlFor="layout">Frame</label>{' '}
        <select id="layout" name="layout" defaultValue={query.layout ?? 'new'}>
          <option value="new">since OpenSSH 6.7</option>
          <option value="old">as before</option>
        </select>{' '}
        <button type="submit">Draw it</button>
      </p>
      <p className="hint">Without scripts, the key becomes part of the page’s address.</p>
    </form>
  )
}
