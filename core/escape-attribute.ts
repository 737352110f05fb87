const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#x27;'],
])

/** Escapes a text for HTML exactly as React does, for what is put into HTML that React has drawn. */
export const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities.get(character) ?? '')
