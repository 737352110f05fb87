import { call } from './api'
import { all, make } from './dom'
import { keep, recall } from './store'

const FOLDS = 'folds'
/** Folded comments that a browser remembers. */
const MOST = 300

/** Folds the replies that were folded before, unless the address names one of them, and remembers changes. */
function rememberFolds(section: HTMLElement): void {
  const folds = new Set(recall<string[]>(FOLDS))
  const named = document.getElementById(location.hash.slice(1))
  for (const box of all<HTMLDetailsElement>('[data-fold]', section))
    if (folds.has(box.dataset.fold ?? '') && !box.contains(named)) box.open = false
  section.addEventListener(
    'toggle',
    ({ target }) => {
      const { dataset, open } = target as HTMLDetailsElement
      if (!dataset.fold) return
      folds.delete(dataset.fold)
      if (!open) folds.add(dataset.fold)
      keep(FOLDS, folds.size > 0 ? [...folds].slice(-MOST) : null)
    },
    true,
  )
}

/** On a page with a thread: reports the visit if asked, and loads the script for writing (client/thread.ts) when it is needed. */
export function startThread(): void {
  const section = document.querySelector<HTMLElement>('[data-thread]')
  if (!section) return
  const { thread, visit } = section.dataset
  if (visit) void call('PUT', visit)
  rememberFolds(section)
  let isLoaded = false
  const load = () => {
    if (!isLoaded) document.head.append(make('script', { src: thread }))
    isLoaded = true
  }
  section.addEventListener('focusin', ({ target }) => {
    if ((target as Element).matches('textarea')) load()
  })
  document.addEventListener('selectionchange', () => {
    if (!getSelection()?.isCollapsed) load()
  })
}
