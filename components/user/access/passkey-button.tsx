import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { PasskeyForm } from '@/core/passkey-form'

type Props = Omit<PasskeyForm, 'options'> & {
  options: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON
}

/**
 * The place of a form that a script makes, and sends once the browser has created or used a passkey
 * (client/parts/passkeys.ts). Without a script it could not work, so it is not in the page: text browsers show what is `hidden`.
 */
export function PasskeyButton({ options, ...form }: Props) {
  return (
    <div
      data-passkey={JSON.stringify({ ...form, options } satisfies PasskeyForm)}
      data-passkey-for={'rp' in options ? options.rp.id : options.rpId}
    />
  )
}
