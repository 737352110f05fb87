import type { FormState } from '@/core/context'
import { cookie, cookieNames } from '@/core/cookies'
import { isAway } from '@/core/database-error'
import { keptIn, withKept, withoutKept } from '@/core/paths'
import { readOnly } from '@/core/read-only'
import { retention } from '@/core/retention'
import { voteComment } from '@/lib/comment'
import { spendLimit } from '@/lib/rate-limit'
import { saveBemoaning } from '@/lib/reader'
import { identifySession, keepForm, limitFor, readKeptForm, takeKeptForm } from '@/lib/user'

/**
 * What becomes of a form that somebody sends without an account, once they have signed in: `typed`, they find it filled and
 * send it; `pressed`, it is done.
 */
export type Keeps = 'typed' | 'pressed'

/** The address to sign in to, with the cookies to set and the sentence that says what we keep. */
export type Kept = { to: string; cookies: string[]; message: string }

const sentences: Record<Keeps, string> = {
  typed: 'You need an account for this. Sign in or sign up; we keep what you typed and show it again then.',
  pressed: 'You need an account for this. Sign in or sign up, and we’ll do it then.',
}

/**
 * Keeps a form for its sender's sign-in.
 * @param page the page to return to
 * @returns null if it could not be kept: then the page alone has it
 */
export async function keepUntilSignIn(
  keeps: Keeps,
  { action, values }: Pick<FormState, 'action' | 'values'>,
  page: string,
  { network, browser }: { network: string; browser: string },
): Promise<Kept | null> {
  // A press that undoes something has nothing to undo without an account.
  if (readOnly() || (keeps === 'pressed' && values.on?.[0] !== '1')) return null
  try {
    if ((await spendLimit('keep-form', network)).failure) return null
    const kept = await keepForm(browser, { action, values })
    return (
      kept && {
        to: withKept(page, kept.id, anchorOf(action, values)),
        cookies: [cookie(cookieNames().kept, kept.browser, retention.keptForm)],
        message: sentences[keeps],
      }
    )
  } catch (error) {
    return unlessAway(error)
  }
}

/** Returns where on the page the form is. */
function anchorOf(action: string, values: FormState['values']): string {
  const [, noun, id, verb] = /^\/([bc])\/(\d+)\/(vote|save)$/.exec(action) ?? []
  if (verb) return `#${noun}${id}`
  if (!action.endsWith('/comments')) return ''
  const parent = values.parent?.[0]
  return parent && /^\d+$/.test(parent) ? `#f-body-${parent}` : '#f-body'
}

/** What a press without an account may do later. */
const presses = [
  { action: /^\/c\/([1-9]\d{0,14})\/vote$/, limit: 'vote', run: voteComment },
  { action: /^\/b\/([1-9]\d{0,14})\/save$/, limit: null, run: saveBemoaning },
] as const

/**
 * Does what this browser pressed before it signed in, once. The form must be named by the address that the sign-in leads
 * to, and belong to this browser.
 * @param to where the sign-in leads
 * @param session the token of the new session
 * @returns where it leads now
 */
export async function doKept(to: string, session: string, browser: string): Promise<string> {
  const id = keptIn(to)
  const form = id === null || readOnly() ? null : await readKeptForm(id, browser)
  if (id === null || !form) return to
  for (const { action, limit, run } of presses) {
    const subject = Number(action.exec(form.action)?.[1])
    if (!subject || form.values.on?.[0] !== '1') continue
    const who = await identifySession(session)
    if (!who || !('viewer' in who) || !(await takeKeptForm(id))) return withoutKept(to)
    const { viewer } = who
    const often = limit ? (await spendLimit(limitFor(limit, viewer), viewer.voterId)).failure : null
    // A refusal needs no words: the button shows what is the case.
    if (!often) await run(viewer, subject, true)
    return withoutKept(to)
  }
  return to
}

/** Returns the form that a page shows filled, because its viewer sent it before they signed in; null if the address names none. */
export async function keptForm(address: string, browser: string): Promise<FormState | null> {
  const id = keptIn(address)
  const form = id === null ? null : await readKeptForm(id, browser).catch(unlessAway)
  if (!form) return null
  const isPress = presses.some(({ action }) => action.test(form.action))
  return {
    ...form,
    outcome: 'kept',
    errors: [],
    message: isPress
      ? 'You pressed a button before you signed in. We haven’t done it yet.'
      : 'You’re signed in. We kept what you typed; it isn’t sent yet.',
    link: null,
  }
}

function unlessAway(error: unknown): null {
  if (isAway(error)) return null
  throw error
}
