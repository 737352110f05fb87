import { newProof, writeProof } from '@/lib/rate-limit'

/**
 * A proof of work for forms sent without an account: a number that takes a computer a second to find, by the script or
 * in a shell.
 */
export async function ProofOfWork({ error }: { error?: string | undefined }) {
  const proof = await newProof()
  const command = `python3 -c 'import hashlib,itertools as i; print(next(n for n in i.count() if hashlib.sha256(("${proof.salt}"+str(n)).encode()).hexdigest()=="${proof.challenge}"))'`
  return (
    <div className="proof" data-proof={JSON.stringify({ salt: proof.salt, challenge: proof.challenge })}>
      <input type="hidden" name="proof" value={writeProof(proof)} />
      <p className="trap" aria-hidden="true">
        <label>
          Leave this empty <input name="website" tabIndex={-1} autoComplete="off" />
        </label>
      </p>
      <p className="quiet" data-proof-note />
      <details className="disclosure" data-proof-manual open={error !== undefined}>
        <summary>Without a script</summary>
        <p className="hint">
          Without an account, your computer does a little work instead. Run this, and enter the number it
          prints:
        </p>
        <pre className="command">
          <code>{command}</code>
        </pre>
        <div className="field">
          <label htmlFor="f-answer">The number</label>{' '}
          <input
            id="f-answer"
            name="answer"
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'e-answer' : undefined}
          />
          {error && (
            <p className="error" id="e-answer">
              {error}
            </p>
          )}
        </div>
      </details>
    </div>
  )
}
