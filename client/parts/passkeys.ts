import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import type { PasskeyForm } from '@/core/passkey-form'
import { all, make, say } from './ui/dom'

/** True if passkeys of a host work on this page: it is that host or a subdomain. */
export const isUsableOn = (hostname: string, party: string): boolean =>
  hostname === party || hostname.endsWith(`.${party}`)

/** Returns the message for a failed attempt. */
function why(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return 'This device already has a passkey for your account.'
  if (name === 'NotAllowedError') return 'You cancelled, or it took too long. Try again.'
  return 'Your browser couldn’t use a passkey. Sign in another way, or try again.'
}

/** Makes the field for the passkey's name. */
function nameField({ label, hint, most, typed, error }: NonNullable<PasskeyForm['name']>): HTMLElement {
  // The notice about a wrong value links to the field by its plain name.
  const id = error ? 'name' : 'passkey-name'
  const input = make('input', { id: `f-${id}`, name: 'name', required: true, maxLength: most, value: typed })
  input.setAttribute('aria-describedby', error ? `h-${id} e-${id}` : `h-${id}`)
  if (error) input.setAttribute('aria-invalid', 'true')
  return make(
    'div',
    { className: 'field' },
    make('label', { htmlFor: `f-${id}` }, label),
    make('p', { className: 'hint', id: `h-${id}` }, hint),
    input,
    ...(error ? [make('p', { className: 'error', id: `e-${id}` }, error)] : []),
  )
}

async function ask(options: unknown): Promise<string> {
  const made =
    typeof options === 'object' && options !== null && 'rp' in options
      ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
      : await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON })
  return JSON.stringify(made)
}

/** Puts a form in its place, which is empty without a script. */
function put(place: HTMLElement): void {
  const { action, label, to, name, options } = JSON.parse(place.dataset.passkey ?? '') as PasskeyForm
  const hidden = (field: string, value: string) => make('input', { type: 'hidden', name: field, value })
  const response = hidden('response', '')
  const form = make(
    'form',
    { method: 'post', action, className: 'narrow' },
    ...(to ? [hidden('to', to)] : []),
    response,
    ...(name ? [nameField(name)] : []),
    make('p', { className: 'buttons' }, make('button', { type: 'submit' }, label)),
  )
  form.addEventListener('submit', (event) => {
    // The second submit contains the browser's response.
    if (response.value) return
    event.preventDefault()
    say(form, '')
    ask(options).then(
      (answer) => {
        response.value = answer
        form.submit()
      },
      (error: unknown) => say(form, why(error), 'vote-error'),
    )
  })
  place.replaceWith(form)
}

/** Puts the passkey forms into the page, if this browser supports them. */
export function startPasskeys(): void {
  if (!browserSupportsWebAuthn()) return
  const usable = all('[data-passkey]').filter((place) =>
    isUsableOn(location.hostname, place.dataset.passkeyFor ?? ''),
  )
  for (const place of usable) put(place)
  if (usable.length > 0) for (const note of all('[data-without-passkeys]')) note.hidden = true
}
