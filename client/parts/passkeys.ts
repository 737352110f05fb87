import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { all, say } from './ui/dom'

/** True if passkeys of a host work on this page: it is that host or a subdomain. */
export const isUsableOn = (hostname: string, party: string): boolean =>
  hostname === party || hostname.endsWith(`.${party}`)

/** Returns the message for a failed attempt. */
function why(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return 'This device has a passkey for your account already.'
  if (name === 'NotAllowedError') return 'You cancelled, or it took too long. Try again.'
  return 'Your browser could not use a passkey. Sign in another way, or try again.'
}

async function ask(form: HTMLFormElement): Promise<string> {
  const options: unknown = JSON.parse(form.dataset.passkey ?? '')
  const made =
    typeof options === 'object' && options !== null && 'rp' in options
      ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
      : await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON })
  return JSON.stringify(made)
}

function wire(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('[name=response]')
  if (!field) return
  form.hidden = false
  form.addEventListener('submit', (event) => {
    // The second submit contains the browser's response.
    if (field.value) return
    event.preventDefault()
    say(form, '')
    ask(form).then(
      (answer) => {
        field.value = answer
        form.submit()
      },
      (error: unknown) => say(form, why(error), 'vote-error'),
    )
  })
}

/** Shows and wires the passkey forms, if this browser supports them. */
export function startPasskeys(): void {
  if (!browserSupportsWebAuthn()) return
  const usable = all<HTMLFormElement>('form[data-passkey]').filter((form) =>
    isUsableOn(location.hostname, form.dataset.passkeyFor ?? ''),
  )
  for (const form of usable) wire(form)
  if (usable.length > 0) for (const note of all('[data-without-passkeys]')) note.hidden = true
}
