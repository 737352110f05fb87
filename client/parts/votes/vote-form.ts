import { addresses } from '@/core/addresses'
import { type VoteKindEntry, voteKinds } from '@/core/vote-kinds'
import { all } from '../ui/dom'
import { shareOf, type Tally } from './tally'

const kinds: readonly VoteKindEntry[] = voteKinds
/** Kind of the only vote on a comment, "so true". */
const SO_TRUE = 'on'

/** Returns the API path for a vote form's action; null if it is not a vote. */
export function pathOf(action: string | null): string | null {
  const [, noun, id] = /^\/([bc])\/(\d+)\/vote$/.exec(action ?? '') ?? []
  return id ? `${noun === 'b' ? 'bemoanings' : 'comments'}/${id}` : null
}

/** The vote forms of a thing on the page. */
export const formsOf = (path: string): HTMLFormElement[] => {
  const [noun, id] = path.split('/')
  return all<HTMLFormElement>(
    `form[action="${noun === 'bemoanings' ? addresses.vote(id ?? '') : addresses.commentVote(id ?? '')}"]`,
  )
}

/** Paths of everything on the page that can be voted on. */
export const pathsOnPage = (): string[] => [
  ...new Set(all('form.votes, form.so-true').flatMap((form) => pathOf(form.getAttribute('action')) ?? [])),
]

const buttonsOf = (form: HTMLFormElement): HTMLButtonElement[] => all<HTMLButtonElement>('button[name]', form)

export const kindOf = (button: HTMLElement): string => button.dataset.kind ?? SO_TRUE

export const isPressed = (button: Element): boolean => button.getAttribute('aria-pressed') === 'true'

/** Reads the tally shown on the page. */
export function readTally(path: string): Tally {
  const tally: Tally = { votes: {}, mine: null }
  const [form] = formsOf(path)
  for (const button of form ? buttonsOf(form) : []) {
    const count = button.querySelector('[data-count]')?.textContent ?? ''
    tally.votes[kindOf(button)] = Number(count.replace(/\D/g, ''))
    if (isPressed(button)) tally.mine = kindOf(button)
  }
  return tally
}

/** Shows a tally on the page: counts, pressed button, effect of a second press, split. */
export function showTally(path: string, { votes, mine }: Tally): void {
  for (const form of formsOf(path)) {
    for (const button of buttonsOf(form)) {
      const kind = kindOf(button)
      const pressed = mine === kind
      button.setAttribute('aria-pressed', String(pressed))
      button.value = kind === SO_TRUE ? (pressed ? '0' : '1') : pressed ? 'none' : kind
      showCount(button, kind, votes[kind] ?? 0)
    }
    const split = form.parentElement?.querySelector('.split')
    if (!split) continue
    const share = shareOf(votes, kinds[0]?.kind ?? '')
    split.querySelector('.split-bemoan')?.setAttribute('width', String(share))
    split
      .querySelector('.split-self')
      ?.setAttribute('width', Object.values(votes).some(Boolean) ? '100' : '0')
    split.toggleAttribute('data-shown', mine !== null)
  }
}

function showCount(button: HTMLElement, kind: string, count: number): void {
  const shown = button.querySelector('[data-count]')
  if (!shown) return
  shown.textContent = String(count)
  const words = kind === SO_TRUE ? ['vote', 'votes'] : kinds.find((entry) => entry.kind === kind)?.counted
  const spoken = shown.parentElement?.querySelector('.sr-only')
  if (words && spoken) spoken.textContent = ` ${words[count === 1 ? 0 : 1]}`
}

/** Text for screen readers after a vote: "You bemoan this too. 129 people do." */
export function sentence({ votes, mine }: Tally): string {
  if (mine === null) return 'You undid your vote.'
  const words =
    kinds.find(({ kind }) => kind === mine)?.counted[1].replace(/^people/, 'You') ?? 'You said “so true”.'
  const count = votes[mine] ?? 0
  return `${words}. ${count} ${count === 1 ? 'person does' : 'people do'}.`
}
