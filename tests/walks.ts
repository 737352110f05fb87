// `node --import tsx tests/walks.ts` prints the walks of docs/architecture.md: the files that a request passes between
// the socket and the statement. Follows calls through the code, and takes the shortest path through the declarations
// that every such request must pass. Calls that return (a limit, the page cache) are not part of it.
import { readFileSync } from 'node:fs'
import { importsOf } from './imports'

/** A declaration at the top of a file: `file#name`. */
type Declaration = string

/** A call that no import shows: a function passed as a value, or a page called by the framework. */
type Bridge = { from: Declaration; by: string; to: Declaration }

export type Walk = { what: string; past: readonly Declaration[]; bridges?: readonly Bridge[] }

const beginning =
  /^(?:export )?(?:default )?(?:async )?(?:function\*? |const |class )(?:\{ )?([A-Za-z_$][\w$]*)/

type Parsed = {
  /** The text of each declaration. */
  bodies: ReadonlyMap<string, string>
  /** The declarations of imported names: `file#name`. */
  foreign: ReadonlyMap<string, Declaration>
}

const parsed = new Map<string, Parsed>()

function namesOf(file: string, text: string): Map<string, Declaration> {
  const found = new Map<string, Declaration>()
  const paths = new Map(importsOf(file).map(({ written, file: target }) => [written, target]))
  for (const [, clause = '', written = ''] of text.matchAll(
    /^(?:import|export) ([^'";]*?) from '([^']+)'/gm,
  )) {
    const target = paths.get(written)
    if (!target || clause.startsWith('type ')) continue
    for (const one of clause.match(/[^{},]+/g) ?? []) {
      const [name = '', alias = name] = one.trim().split(' as ')
      if (name !== '' && !name.startsWith('type ')) found.set(alias, `${target}#${name}`)
    }
  }
  return found
}

function parse(file: string): Parsed {
  const before = parsed.get(file)
  if (before) return before
  const text = readFileSync(file, 'utf8').replace(/^\s*(?:\/\/|\/\*\*|\*).*$/gm, '')
  const bodies = new Map<string, string>()
  let name = ''
  for (const line of text.split('\n')) {
    if (/^(?:import|export) [^=]*? from |^export \*/.test(line)) continue
    name = beginning.exec(line)?.[1] ?? name
    bodies.set(name, `${bodies.get(name) ?? ''}\n${line}`)
  }
  const made = { bodies, foreign: namesOf(file, text) }
  parsed.set(file, made)
  return made
}

const fileOf = (declaration: Declaration): string => declaration.split('#')[0] ?? ''
const nameOf = (declaration: Declaration): string => declaration.split('#')[1] ?? ''

/** Returns the declarations that a declaration mentions: in its own file, and imported ones. */
function mentioned(declaration: Declaration): Declaration[] {
  const file = fileOf(declaration)
  const { bodies, foreign } = parse(file)
  const own = nameOf(declaration)
  const passedOn = foreign.get(own)
  if (passedOn && !bodies.has(own)) return [passedOn]
  const words = new Set((bodies.get(own) ?? '').match(/[A-Za-z_$][\w$]*/g))
  return [
    ...[...bodies.keys()].filter((name) => name !== own && words.has(name)).map((name) => `${file}#${name}`),
    ...[...foreign].filter(([name]) => words.has(name)).map(([, target]) => target),
  ]
}

/**
 * Returns the path with the fewest files from one declaration to another, both included. @throws Error when there is
 * none
 */
function way(from: Declaration, to: Declaration, bridges: readonly Bridge[]): Declaration[] {
  const cameFrom = new Map<Declaration, Declaration | null>([[from, null]])
  let level: Declaration[] = [from]
  while (level.length > 0) {
    const next: Declaration[] = []
    // A declaration in the same file costs nothing, so it joins this level.
    for (const at of level) {
      const bridged = bridges.filter((bridge) => bridge.from === at).map((bridge) => bridge.to)
      for (const target of [...bridged, ...mentioned(at)]) {
        if (cameFrom.has(target)) continue
        cameFrom.set(target, at)
        ;(fileOf(target) === fileOf(at) ? level : next).push(target)
      }
    }
    level = next
  }
  if (!cameFrom.has(to)) throw new Error(`No call leads from ${from} to ${to}.`)
  const found: Declaration[] = []
  for (let at: Declaration | null = to; at !== null; at = cameFrom.get(at) ?? null) found.unshift(at)
  return found
}

/**
 * Returns the files of a walk in order; a file that it returns to appears twice. @throws Error when the code has no
 * such path
 */
export function filesOf({ past, bridges = [] }: Walk): string[] {
  for (const { from, by, to } of bridges) {
    if (!parse(fileOf(from)).bodies.get(nameOf(from))?.includes(by)) throw new Error(`${from} has no ${by}.`)
    if (!parse(fileOf(to)).bodies.has(nameOf(to))) throw new Error(`There is no ${to}.`)
  }
  const declarations = past.slice(1).flatMap((to, n) => way(past[n] ?? '', to, bridges))
  return declarations.map(fileOf).filter((file, n, all) => file !== all[n - 1])
}

const socket = 'server/main.ts#main'
const statement = 'db/index.ts#pool'
const part = 'core/frame.ts#drawPart'

export const walks: readonly Walk[] = [
  {
    what: 'A vote, by the API',
    past: [
      socket,
      'server/http/uncached-response.ts#uncachedResponse',
      'api/gate/endpoint.ts#endpoint',
      'api/gate/gate.ts#gate',
      'api/v1/votes.ts#counted',
      'lib/vote/commands.ts#castVote',
      statement,
    ],
    bridges: [
      {
        from: 'server/http/uncached-response.ts#uncachedResponse',
        by: 'site.options.application(',
        to: 'api/index.ts#application',
      },
      { from: 'api/index.ts#application', by: 'app.fetch(', to: 'api/gate/endpoint.ts#endpoint' },
      { from: 'api/gate/gate.ts#gate', by: 'return run(', to: 'api/v1/votes.ts#voteEndpoints' },
    ],
  },
  {
    what: 'The front page, made anew',
    past: [
      socket,
      'server/http/handle.ts#readingAnswer',
      part,
      'app/page.tsx#Home',
      'lib/bemoaning/page.ts#usualPage',
      statement,
    ],
    bridges: [
      { from: 'server/http/handle.ts#readingAnswer', by: 'site.shared(', to: 'server/site.ts#Site' },
      { from: part, by: 'part.of(', to: 'app/page.tsx#Home' },
    ],
  },
]

/** The walks as docs/architecture.md prints them. */
export const printed = (): string =>
  walks
    .map((walk) => {
      const files = filesOf(walk)
      return `${walk.what}: ${files.length} files\n${files.map((file, n) => `${String(n + 1).padStart(3)} ${file}`).join('\n')}`
    })
    .join('\n\n')

if (process.argv[1] === import.meta.filename) console.log(printed())
