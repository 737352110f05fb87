import { announce, make } from './dom'

const BRIEFLY = 3_000
const COPIED = 'Link copied.'

/** The text that a link shares: the bemoaning's, without the sign-off. */
function textOf(link: HTMLAnchorElement): string {
  const heading = link.closest('article')?.querySelector('.bemoaning-link, .bemoaning')
  const copy = heading?.cloneNode(true) as Element | undefined
  copy?.querySelector('.stamp')?.remove()
  return copy?.textContent?.trim() || document.title
}

async function share(link: HTMLAnchorElement): Promise<void> {
  const url = link.href
  if (navigator.share) {
    try {
      return await navigator.share({ title: textOf(link), url })
    } catch (error) {
      // Whoever closed the sheet wants nothing more.
      if (error instanceof DOMException && error.name === 'AbortError') return
    }
  }
  try {
    await navigator.clipboard.writeText(url)
  } catch {
    location.assign(url)
    return
  }
  announce(COPIED)
  if (link.nextElementSibling?.matches('.share-said')) return
  const said = make('span', { className: 'share-said' }, COPIED)
  said.setAttribute('aria-hidden', 'true')
  link.after(said)
  setTimeout(() => said.remove(), BRIEFLY)
}

/** Shares by the device's own sheet, else copies the link. */
export function startShare(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[data-share]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void share(link)
  })
}
