import { lookUp } from '@/core/look-up'

const inHtml: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const inXml: Record<string, string> = { ...inHtml, "'": '&apos;' }

/** Characters that XML 1.0 cannot carry, even escaped (section 2.2), with half characters. */
const unspeakable =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text for HTML: between tags, and in attributes in double quotes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => lookUp(inHtml, character) ?? '')

/** Text for XML: in content and in attributes. What XML cannot carry is left out. */
export const escapeXml = (text: string): string =>
  text.replace(unspeakable, '').replace(/[&<>"']/g, (character) => lookUp(inXml, character) ?? '')
