import { escapeXml } from '@/text/escape'

type Child = string | null | false
type Attributes = Record<string, string | number>

/** Returns an element. Its children are markup already. */
export function element(name: string, attributes: Attributes, ...children: Child[]): string {
  const inner = children.filter(Boolean).join('')
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
  return inner ? `<${name}${list.join('')}>${inner}</${name}>` : `<${name}${list.join('')}/>`
}

/** Returns an element with escaped text. */
export const textElement = (name: string, text: string, attributes: Attributes = {}): string =>
  element(name, attributes, escapeXml(text))
