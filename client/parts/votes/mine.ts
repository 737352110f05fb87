import { lookUp } from '@/core/look-up'
import { call } from '../ui/api'
import { onReturn } from '../ui/dom'
import { isKnown } from './known'
import { pathsOnPage, readTally, showTally } from './vote-form'
import { booth } from './votes'

type Mine = {
  bemoanings: Record<string, { vote: string | null }>
  comments: Record<string, { vote: boolean }>
}

const MOST = 100

/** Returns the query for the votes on a page's things: at most 100 of each noun. */
export function mineQuery(paths: readonly string[]): string {
  const ids = (noun: string) =>
    paths
      .flatMap((path) => (path.startsWith(`${noun}/`) ? path.slice(noun.length + 1) : []))
      .slice(0, MOST)
      .join(',')
  return ['bemoanings', 'comments'].flatMap((noun) => (ids(noun) ? `${noun}=${ids(noun)}` : [])).join('&')
}

async function mark(): Promise<void> {
  if (!isKnown()) return
  const paths = pathsOnPage()
  const query = mineQuery(paths)
  if (!query) return
  const asked = performance.now()
  const reply = await call<Mine>('GET', `mine?${query}`)
  if (!reply.ok) return
  for (const path of paths) {
    const [noun, id = ''] = path.split('/')
    const mine =
      noun === 'bemoanings'
        ? (lookUp(reply.value.bemoanings, id)?.vote ?? null)
        : lookUp(reply.value.comments, id)?.vote
          ? 'on'
          : null
    const shown = readTally(path)
    if (!booth.isNewer(path, asked) && shown.mine !== mine) showTally(path, { ...shown, mine })
  }
}

/** Marks this browser's votes on a shared page. */
export function startMine(): void {
  if (document.documentElement.dataset.shared !== undefined) void mark()
  // A page from the bfcache may lack a vote cast on another page.
  onReturn(mark)
}
