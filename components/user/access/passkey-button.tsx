import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { ReactNode } from 'react'

type Props = {
  /** Action that receives the browser's response. */
  action: string
  options: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON
  label: string
  to?: string | undefined
  children?: ReactNode
}

/**
 * A form sent by a script once the browser has created or used a passkey. This needs a script, so without one the form
 * stays hidden (client/parts/passkeys.ts).
 */
export function PasskeyButton({ action, options, label, to, children }: Props) {
  return (
    <form
      method="post"
      action={action}
      className="narrow"
      hidden
      data-passkey={JSON.stringify(options)}
      data-passkey-for={'rp' in options ? options.rp.id : options.rpId}
    >
      {to && <input type="hidden" name="to" value={to} />}
      <input type="hidden" name="response" value="" />
      {children}
      <p className="buttons">
        <button type="submit">{label}</button>
      </p>
    </form>
  )
}
