import { call } from '../ui/api'
import { announce, make, say } from '../ui/dom'

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

async function subscribe(publicKey: string): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return 'This browser doesn’t allow it.'
  const { pushManager } = await navigator.serviceWorker.ready
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(publicKey) })
  const { endpoint, keys } = made.toJSON()
  const reply = await call('PUT', 'me/push', { body: { endpoint, keys } })
  if (reply.ok) return null
  await made.unsubscribe()
  return reply.detail
}

/** Offers push notices, if the browser supports them. */
export function startPush(): void {
  const place = document.querySelector<HTMLElement>('[data-push]')
  if (!place || !('PushManager' in window) || !('serviceWorker' in navigator)) return
  const button = make('button', { type: 'button' }, 'Notify this browser')
  place.append(button)
  button.addEventListener('click', () => {
    say(place, '')
    subscribe(place.dataset.push ?? '')
      .catch(() => 'This browser couldn’t reach its push service.')
      .then((wrong) => {
        if (wrong) return say(place, wrong, 'vote-error')
        say(place, 'We notify this browser from now on.', 'vote-kept')
        announce('We notify this browser from now on.')
      })
  })
}
