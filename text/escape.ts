import { lookUp } from '@/core/look-up'

const inHtml: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const inXml: Record<string, string> = { ...inHtml, "'": '&apos;' }

/** Characters that XML 1.0 cannot represent even when escaped (section 2.2), and lone surrogates. */
const unspeakable =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Escapes text for HTML: element content and double-quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => lookUp(inHtml, character) ?? '')

/** Escapes text for XML: content and attributes. Drops characters that XML cannot represent. */
export const escapeXml = (text: string): string =>
  text.replace(unspeakable, '').replace(/[&<>"']/g, (character) => lookUp(inXml, character) ?? '')
