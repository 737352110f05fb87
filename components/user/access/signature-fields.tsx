import { createChallenge, signingCommands } from '@/lib/user'
import { TextField } from '../../form/field'
import { CodeBlock } from '../../parts/code-block'

/** The commands that sign our nonce with an SSH key, and the field for their output. @param action of their form */
export function SignatureFields({ action }: { action: string }) {
  const nonce = createChallenge()
  return (
    <>
      <dl className="shells">
        {signingCommands(nonce).map(({ shell, command }) => (
          <div key={shell}>
            <dt>{shell}</dt>
            <dd>
              <CodeBlock>{command}</CodeBlock>
            </dd>
          </div>
        ))}
      </dl>
      <input type="hidden" name="nonce" value={nonce} />
      <TextField
        name="signature"
        label="Signature"
        action={action}
        rows={6}
        required
        spellCheck={false}
        placeholder="-----BEGIN SSH SIGNATURE-----"
      />
    </>
  )
}
