/** Whether this browser has voted by script before, so that it has votes to ask for. */
export const isKnown = (cookies = document.cookie): boolean => /(?:^|;\s*)(__Host-)?js=1(?:;|$)/.test(cookies)

/** The cookie that says so, bound to this host where the browser lets it be. @param protocol the page's */
export const knownCookie = (protocol: string): string => {
  const [name, secure] = protocol === 'https:' ? ['__Host-js', '; Secure'] : ['js', '']
  return `${name}=1; path=/; max-age=31536000; SameSite=Lax${secure}`
}

/** Tells the server from now on that this browser fetches its own votes, and can take the page that everybody gets. */
export function becomeKnown(): void {
  if (isKnown()) return
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too young, and not on plain http
  document.cookie = knownCookie(location.protocol)
}
