/** Whether this browser has voted by script before, so that it has votes to ask for. */
export const isKnown = (cookies = document.cookie): boolean => /(?:^|;\s*)js=1(?:;|$)/.test(cookies)

/** Tells the server from now on that this browser fetches its own votes, and can take the page that everybody gets. */
export function becomeKnown(): void {
  if (isKnown()) return
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too young, and not on plain http
  document.cookie = `js=1; path=/; max-age=31536000; SameSite=Lax${secure}`
}
