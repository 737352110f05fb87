import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { ReactNode } from 'react'

type Props = {
  /** Where the browser's answer is sent. */
  action: string
  options: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON
  label: string
  to?: string | undefined
  children?: ReactNode
}

/**
 * A form that a script sends once the browser has made or used a passkey; only a script can ask for that, so without one
 * the form does not show (client/parts/passkeys.ts).
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
