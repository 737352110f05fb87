import { addresses } from '@/core/addresses'
import { announce, make } from './dom'

const BRIEFLY = 3_000

type Shared = { url: string; text: string; picture: string; embed: string }

/** The text to share for a link: the bemoaning's, without the sign-off. */
function textOf(link: HTMLAnchorElement): string {
  const heading = link.closest('article')?.querySelector('.bemoaning-link, .bemoaning')
  const copy = heading?.cloneNode(true) as Element | undefined
  copy?.querySelector('.stamp')?.remove()
  return copy?.textContent?.trim() || document.title
}

/** Everything that can be shared of a link's bemoaning. */
export function sharedBy(path: string, text: string, origin: string): Shared {
  const url = origin + path
  const id = /^\/b\/(\d+)/.exec(path)?.[1] ?? ''
  return {
    url,
    text: `${text}\nIBTSOCS\n${url}`,
    picture: addresses.picture(id),
    embed: `<iframe src="${origin}/embed/b/${id}" width="560" height="240" style="border:0" title="IBTSOCS #${id}"></iframe>`,
  }
}

async function copy(text: string, button: HTMLElement): Promise<void> {
  const said = button.textContent ?? ''
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied.'
    announce('Copied.')
  } catch {
    button.textContent = 'This browser doesn’t allow it.'
  }
  setTimeout(() => {
    button.textContent = said
  }, BRIEFLY)
}

function copier(label: string, text: string): HTMLButtonElement {
  const button = make('button', { type: 'button' }, label)
  button.addEventListener('click', () => void copy(text, button))
  return button
}

function sheet({ url, text, picture, embed }: Shared, title: string): HTMLDialogElement {
  const heading = make('h2', { id: 'share-title' }, title)
  const rows = make('div', { className: 'share-rows' })
  if (typeof navigator.share === 'function') {
    const by = make('button', { type: 'button' }, 'Share by this device')
    by.addEventListener('click', () => void navigator.share({ text, url }).catch(() => {}))
    rows.append(by)
  }
  rows.append(
    copier('Copy the link', url),
    copier('Copy the text', text),
    make(
      'a',
      { href: picture, download: picture.replace(/^\/b\/(\d+).*/, 'ibtsocs-$1.png') },
      'Save the picture',
    ),
    copier('Copy the code to embed it', embed),
  )
  const close = make('form', { method: 'dialog' }, make('button', {}, 'Close'))
  const dialog = make('dialog', { className: 'keys share-sheet' }, heading, rows, close)
  dialog.setAttribute('aria-labelledby', heading.id)
  dialog.addEventListener('close', () => dialog.remove())
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  return dialog
}

/** Opens a dialog instead of the share page, with copy buttons. */
export function startShare(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[data-share]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const dialog = sheet(
      sharedBy(link.dataset.share ?? '', textOf(link), location.origin),
      link.textContent?.trim() ?? '',
    )
    document.body.append(dialog)
    dialog.showModal()
  })
  for (const field of document.querySelectorAll<HTMLTextAreaElement>('[data-copy]'))
    field.after(copier('Copy', field.value))
}
