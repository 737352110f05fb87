import { lookUp } from '@/core/look-up'

/** Characters that XML 1.0 cannot carry, even escaped (section 2.2), with half characters. */
const unspeakable =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text as it may stand in XML content and attributes. */
export const escapeXml = (text: string): string =>
  text.replace(unspeakable, '').replace(/[&<>"']/g, (character) => lookUp(escapes, character) ?? '')

type Child = string | null | false
type Attributes = Record<string, string | number>

/** An element with ready-made children. */
export function element(name: string, attributes: Attributes, ...children: Child[]): string {
  const inner = children.filter(Boolean).join('')
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
  return inner ? `<${name}${list.join('')}>${inner}</${name}>` : `<${name}${list.join('')}/>`
}

/** An element that holds text. */
export const textElement = (name: string, text: string, attributes: Attributes = {}): string =>
  element(name, attributes, escapeXml(text))
