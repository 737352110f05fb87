import { parse } from '@babel/parser'

/** A node of the syntax tree, as far as we read it. */
type Node = { type: string; [field: string]: unknown }

/** Elements inside a sentence: they belong to its message. Others begin a message of their own. */
const inline = new Set(
  'a abbr b br cite code em i kbd mark q s samp small span strong sub sup time var'.split(' '),
)

/** Attributes and properties with text for people, also of a single word. */
const spoken = new Set(
  'alt aria-label aria-valuetext does hint label legend placeholder says title'.split(' '),
)

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const childrenOf = (node: Node): Node[] =>
  Object.entries(node).flatMap(([field, value]) =>
    field === 'loc' ? [] : Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** True for a text with words, apart from the places of values. */
const hasWords = (text: string): boolean => /\p{L}/u.test(text.replace(/<[^>]*>|\{\}/g, ''))

/** True for a sentence or several words; false for statements, addresses and lists of style classes. */
const isSentence = (text: string): boolean =>
  /[a-z’]+ (?:\S+ )*[a-z’…{]/i.test(text) &&
  /^[A-Z“{#]|[.,:;?!’…]/.test(text) &&
  !/\b(?:select|insert|update|delete|from|where|join)\b[^.]*\b(?:from|into|set|where|on|and|as)\b/is.test(
    text,
  ) &&
  !/^[\w-]+: |=>|[<>]=|[{}]{2}[a-z]|::|;\s*$/.test(text)

const nameOf = (node: Node): string => {
  const name = (node.openingElement as Node | undefined)?.name as Node | undefined
  return name?.type === 'JSXIdentifier' ? String(name.name) : ''
}

const ofTemplate = (node: Node): string =>
  (node.quasis as { value: { cooked?: string } }[]).map(({ value }) => value.cooked ?? '').join('{}')

/** JSX drops the white space around line breaks. */
const ofJsx = (text: string): string => text.replace(/^\s*\n\s*|\s*\n\s*$/g, '').replace(/\s*\n\s*/g, ' ')

/** The text of JSX children as one message. */
function sentenceOf(children: readonly Node[]): string {
  let number = 0
  return children
    .map((child): string => {
      if (child.type === 'JSXText') return ofJsx(String(child.value))
      if (child.type === 'JSXExpressionContainer') {
        const expression = child.expression as Node
        if (expression.type === 'JSXEmptyExpression') return ''
        return expression.type === 'StringLiteral' ? String(expression.value) : '{}'
      }
      if (child.type !== 'JSXElement' || !inline.has(nameOf(child))) return '{}'
      number += 1
      const within = oneLine(sentenceOf(child.children as Node[]))
      return within === '' ? `<${number}/>` : `<${number}>${within}</${number}>`
    })
    .join('')
}

/**
 * Finds the texts that people read in a source.
 * @param code TypeScript, with JSX if `jsx`
 * @returns messages as a translator gets them: {} for a value, <1>…</1> for an element inside a sentence
 * @throws SyntaxError if the code cannot be parsed
 */
export function messagesIn(code: string, jsx: boolean): string[] {
  const found = new Set<string>()
  const add = (text: string, isText: (text: string) => boolean): void => {
    const line = oneLine(text)
    if (isText(line)) found.add(line)
  }
  /** @param within its text is in the message of an element above */
  const visit = (node: Node, parent: Node, within: boolean): void => {
    if (/^Import|^Export(All|Named)|^TS(?!As|Satisfies|NonNull)/.test(node.type) && !node.declaration) return
    const key = (parent.key ?? parent.name) as Node | undefined
    const isSpoken =
      /^(JSXAttribute|ObjectProperty)$/.test(parent.type) && spoken.has(String(key?.name ?? key?.value))
    if (node.type === 'StringLiteral') add(String(node.value), isSpoken ? hasWords : isSentence)
    if (node.type === 'TemplateLiteral' && parent.type !== 'TaggedTemplateExpression')
      add(ofTemplate(node), isSpoken ? hasWords : isSentence)
    const children = (node.children ?? []) as Node[]
    const begins =
      /^JSX(Element|Fragment)$/.test(node.type) &&
      !within &&
      children.some((child) => child.type === 'JSXText' && hasWords(String(child.value)))
    if (begins) add(sentenceOf(children), hasWords)
    for (const child of childrenOf(node)) {
      const isPart = children.includes(child) && child.type === 'JSXElement' && inline.has(nameOf(child))
      visit(child, node, isPart && (begins || within))
    }
  }
  const { program } = parse(code, {
    sourceType: 'module',
    plugins: ['typescript', ...(jsx ? ['jsx' as const] : [])],
  })
  visit(program as unknown as Node, { type: 'File' }, false)
  return [...found]
}
