import { call } from '../ui/api'
import { announce, onSubmit, say } from '../ui/dom'

/** Saves a bemoaning in place. Without an account, the browser sends the form: the server keeps it for the sign-in. */
export function startSaves(): void {
  onSubmit((form, event) => {
    const id = /^\/b\/(\d+)\/save$/.exec(form.getAttribute('action') ?? '')?.[1]
    const button = event.submitter as HTMLButtonElement | null
    if (!id || !button || !document.documentElement.dataset.owner) return
    event.preventDefault()
    const on = button.value === '1'
    void call(on ? 'PUT' : 'DELETE', `bemoanings/${id}/saved`).then((reply) => {
      if (!reply.ok) return say(form, reply.detail, 'vote-error')
      button.value = on ? '0' : '1'
      button.setAttribute('aria-pressed', String(on))
      if (button.firstChild) button.firstChild.textContent = on ? 'Saved' : 'Save'
      announce(on ? 'Saved.' : 'No longer saved.')
    })
  })
}
