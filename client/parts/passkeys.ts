import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { all, say } from './ui/dom'

/** Whether passkeys of a host may be used on this page: it is that host, or one below it. */
export const isUsableOn = (hostname: string, party: string): boolean =>
  hostname === party || hostname.endsWith(`.${party}`)

/** What the person is told when nothing came of it. */
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
    // The second time it is sent with the browser's answer in it.
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

/** Shows and runs the forms that make or use a passkey, where this browser can. */
export function startPasskeys(): void {
  if (!browserSupportsWebAuthn()) return
  const usable = all<HTMLFormElement>('form[data-passkey]').filter((form) =>
    isUsableOn(location.hostname, form.dataset.passkeyFor ?? ''),
  )
  for (const form of usable) wire(form)
  if (usable.length > 0) for (const note of all('[data-without-passkeys]')) note.hidden = true
}
