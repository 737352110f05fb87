import { challengeCommand, createChallenge } from '@/lib/user'
import { TextField } from '../../form/field'
import { CodeBlock } from '../../parts/code-block'

/** The command that signs our nonce with an SSH key, and the field for its output. @param action of their form */
export function SignatureFields({ action }: { action: string }) {
  const nonce = createChallenge()
  return (
    <>
      <CodeBlock>{challengeCommand(nonce)}</CodeBlock>
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
