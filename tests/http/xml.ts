import assert from 'node:assert/strict'

const token =
  /<\?xml[^?<]*\?>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*"[^"<]*")*)\s*(\/?)>|([^<]+)/gy
const reference = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/
const forbidden =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * Checks that a text is well-formed XML 1.0 of the kind that feeds use (no DTD, comments or CDATA), with one root.
 * @returns the text inside elements of this name, entities resolved
 */
export function contentsOf(xml: string, name: string): string[] {
  assert.doesNotMatch(xml, forbidden, 'a character that XML cannot carry')
  const open: string[] = []
  const found: string[] = []
  let at = 0
  let roots = 0
  token.lastIndex = 0
  for (let match = token.exec(xml); match; match = token.exec(xml)) {
    at = token.lastIndex
    const [whole, closes, element = '', attributes = '', isEmpty, text] = match
    assert.doesNotMatch(attributes + (text ?? ''), reference, `a bare & in ${whole.slice(0, 80)}`)
    const names = [...attributes.matchAll(/([\w:.-]+)\s*=/g)].map(([, attribute]) => attribute)
    assert.ok(names.length === new Set(names).size || !element, `an attribute twice in ${whole.slice(0, 80)}`)
    if (text !== undefined) {
      assert.ok(!text.includes(']]>'), 'a bare ]]>')
      assert.ok(open.length > 0 || text.trim() === '', 'text outside the root')
      if (open.at(-1) === name) found.push(resolved(text))
    } else if (closes) assert.equal(open.pop(), element, `</${element}> closes something else`)
    else if (element) {
      if (open.length === 0) roots += 1
      if (!isEmpty) open.push(element)
    }
    if (at === xml.length) break
  }
  assert.equal(at, xml.length, `no XML from ${xml.slice(at, at + 80)}`)
  assert.deepEqual(open, [], 'elements left open')
  assert.equal(roots, 1)
  return found
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const resolved = (text: string): string =>
  text.replace(/&(#x?)?(\w+);/g, (_, hash: string | undefined, code: string) =>
    hash ? String.fromCodePoint(Number.parseInt(code, hash === '#' ? 10 : 16)) : (named[code] ?? ''),
  )
