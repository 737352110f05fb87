/** True if this browser has voted by script before, and so may have votes to fetch. */
export const isKnown = (cookies = document.cookie): boolean => /(?:^|;\s*)(__Host-)?js=1(?:;|$)/.test(cookies)

/** The cookie that records it, bound to this host if possible. @param protocol the page's */
export const knownCookie = (protocol: string): string => {
  const [name, secure] = protocol === 'https:' ? ['__Host-js', '; Secure'] : ['js', '']
  return `${name}=1; path=/; max-age=31536000; SameSite=Lax${secure}`
}

/** Tells the server that this browser fetches its own votes, so that it can get shared pages. */
export function becomeKnown(): void {
  if (isKnown()) return
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too young, and not on plain http
  document.cookie = knownCookie(location.protocol)
}
