import { type VoteKindEntry, voteKinds } from '@/core/vote-kinds'
import { make } from './dom'

const kinds: readonly VoteKindEntry[] = voteKinds

/** All keyboard shortcuts, in the order of the help. */
export const keyTable: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['j'], 'next bemoaning or comment'],
  [['k'], 'previous one'],
  [['n', 'p'], 'the same in a thread'],
  ...kinds.map(({ key, label }) => [[key], label] as const),
  [['o', 'Enter'], 'open it'],
  [['c'], 'comments'],
  [['r'], 'a random one'],
  [['/'], 'search'],
  [['g', 'h'], 'front page'],
  [['?'], 'these keys'],
  [['Esc'], 'close'],
]

/** The shortcuts of /jury (client/parts/jury.ts), where those for lists do nothing. */
const juryKeys: typeof keyTable = [
  [['y'], 'publish'],
  [['n'], 'reject, then a reason'],
  [['1', '…', '9'], 'that reason'],
  [['s'], 'skip'],
  [['u'], 'undo your last verdict'],
  ...keyTable.filter(([[key = '']]) => ['/', 'g', '?', 'Esc'].includes(key)),
]

/** Builds and opens the list of shortcuts, with a switch for this browser that keys.ts hears. */
export function showHelp(): void {
  const list = make('dl')
  const table = document.querySelector('[data-jury]') ? juryKeys : keyTable
  for (const [keys, does] of table) {
    const term = make('dt')
    for (const key of keys) term.append(make('kbd', {}, key), ' ')
    list.append(make('div', {}, term, make('dd', {}, does)))
  }
  const title = make('h2', { id: 'keys-title' }, 'Keys')
  const box = make('input', { type: 'checkbox', checked: true })
  box.addEventListener('change', () =>
    document.dispatchEvent(new CustomEvent('keys', { detail: box.checked })),
  )
  const keys = make('label', { className: 'check' }, box, ' Use these keys in this browser')
  const close = make('form', { method: 'dialog' }, make('button', {}, 'Close'))
  const dialog = make('dialog', { className: 'keys' }, title, list, keys, close)
  dialog.setAttribute('aria-labelledby', title.id)
  document.body.append(dialog)
  dialog.showModal()
}
