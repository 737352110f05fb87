import { call, type Reply } from '../ui/api'
import { announce, onSubmit, say } from '../ui/dom'
import { dropWish, keepWish } from './kept-votes'
import { becomeKnown } from './known'
import type { Tally } from './tally'
import { formsOf, isPressed, kindOf, pathOf, readTally, sentence, showTally } from './vote-form'
import { createBooth, type End } from './vote-queue'

/** Forms submitted without script: the server then shows the sign-in page. */
const sentByBrowser = new WeakSet<Element>()

/** The booth of this page. */
export const booth = createBooth({ send: sendWish, read: readTally, show: showTally, end: ended })

/** Sends a vote; the response is a tally for both bemoanings and comments. */
export async function sendWish(path: string, wish: string | null): Promise<Reply<Tally>> {
  const isComment = path.startsWith('comments')
  const reply = await call<{ votes: number | Tally['votes']; mine: string | boolean | null }>(
    wish === null ? 'DELETE' : 'PUT',
    `${path}/vote`,
    { body: wish === null || isComment ? undefined : { kind: wish }, keepalive: true },
  )
  if (!reply.ok) return reply
  becomeKnown()
  const { votes, mine } = reply.value
  return {
    ok: true,
    value: {
      votes: typeof votes === 'number' ? { on: votes } : votes,
      mine: typeof mine === 'boolean' ? (mine ? 'on' : null) : mine,
    },
  }
}

/** Updates the page when a vote was accepted, refused, or waits for the network. */
function ended({ path, wish, before, reply }: End): void {
  if (reply.ok) {
    dropWish(path)
    showTally(path, reply.value)
    for (const form of formsOf(path)) {
      // Removing the line would move the content below it.
      if (form.nextElementSibling?.matches('.vote-kept')) say(form, 'Sent.', 'vote-kept')
    }
    announce(sentence(reply.value))
  } else if (reply.status !== 0) {
    dropWish(path)
    showTally(path, before)
    if (reply.status === 401 && path.startsWith('comments')) sendByBrowser(path)
    else tell(path, reply.detail)
  } else if (keepWish(path, wish)) {
    const kept = 'Saved in this browser. We send it when you are online.'
    for (const form of formsOf(path)) say(form, kept, 'vote-kept')
    announce(kept)
  } else {
    booth.giveUp(path)
    tell(path, `${reply.detail} Your vote wasn’t sent.`)
  }
}

const tell = (path: string, text: string): void => {
  for (const form of formsOf(path)) say(form, text, 'vote-error')
}

/** Submits a comment's form without script: the server then shows the sign-in page, and returns here. */
function sendByBrowser(path: string): void {
  const [form] = formsOf(path)
  const button = form?.querySelector<HTMLButtonElement>('[name=on]')
  if (!form || !button) return
  sentByBrowser.add(form)
  form.requestSubmit(button)
}

export function startVotes(): void {
  onSubmit((form, event) => {
    const path = pathOf(form.getAttribute('action'))
    const button = event.submitter
    if (!path || !button || sentByBrowser.has(form)) return
    event.preventDefault()
    say(form, '')
    // This vote replaces a waiting one.
    dropWish(path)
    void booth.vote(path, isPressed(button) ? null : kindOf(button))
  })
}
