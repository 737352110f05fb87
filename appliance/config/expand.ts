// From the parts of a config to the config of each guest.
import type { Complaint } from './errors'
import { about, type Layer, LayeredPlaces, merged } from './layers'
import { type Source, sourceOf } from './parse'
import { machineName } from './values'
import { replaced, type Unknown, type Variable } from './variables'

type Block = Record<string, unknown>
const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The most guests of a fleet. */
const most = 200

/** Returns the variables of a config, with complaints about those that are not one text or number. */
function variablesOf(value: Block, places: LayeredPlaces, complaints: Complaint[]): Map<string, Variable> {
  const found = new Map<string, Variable>()
  if (value.vars === undefined) return found
  if (!isBlock(value.vars)) {
    complaints.push(about(places, ['vars'], 'Write variables as a block of keys.'))
    return found
  }
  for (const [name, one] of Object.entries(value.vars))
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') found.set(name, one)
    else complaints.push(about(places, ['vars', name], 'A variable is one text, number, true or false.'))
  return found
}

/** Returns the source of one guest. @param name its name in the fleet; null for a config of one guest */
function guestOf(value: unknown, name: string | null, places: LayeredPlaces, file: string): Source {
  if (!isBlock(value)) return sourceOf(value, places, file)
  const complaints: Complaint[] = []
  const variables = variablesOf(value, places, complaints)
  if (name !== null) variables.set('name', name)
  const { vars: _, extends: __, fleet: ___, ...rest } = value
  const unknown: Unknown[] = []
  const filled = replaced(name === null ? rest : { name, ...rest }, variables, unknown)
  const source = sourceOf(filled, places, file)
  complaints.push(...unknown.map(({ path, message }) => about(places, path, message)))
  // A missing variable leaves an invalid value behind, which is not worth a complaint of its own.
  return {
    ...source,
    complaints: complaints.length > 0 ? complaints : source.complaints,
    config: complaints.length > 0 ? null : source.config,
  }
}

/**
 * Returns the configs of all guests: those of a fleet, or the one.
 * @param files the config and the files that it extends, in this order
 * @param sets values of the command line, which win over everything
 * @returns a source for each guest by its name in the fleet; null for a config of one guest
 */
export function expand(files: readonly Layer[], sets: readonly Layer[]): Map<string | null, Source> {
  const [own] = files
  if (!own) return new Map()
  const set = (value: unknown): unknown => sets.reduce((below, { value: over }) => merged(below, over), value)
  const whole = set(
    files
      .toReversed()
      .reduce<unknown>((below, { value }) => (below === null ? value : merged(below, value)), null),
  )
  const alone = new LayeredPlaces([...sets, ...files], own)
  if (!isBlock(whole) || whole.fleet === undefined)
    return new Map([[null, guestOf(whole, null, alone, own.file)]])
  const wrong = (path: string[], message: string): Source => ({
    ...sourceOf({}, alone, own.file),
    config: null,
    complaints: [about(alone, path, message)],
  })
  const guests = isBlock(whole.fleet) ? Object.entries(whole.fleet) : []
  if (guests.length === 0 || guests.length > most)
    return new Map([[null, wrong(['fleet'], `Write 1 to ${most} guests as a block of keys, by name.`)]])
  return new Map(
    guests.map(([name, over]): [string, Source] => {
      if (!machineName.safeParse(name).success || (over !== null && !isBlock(over)))
        return [
          name,
          wrong(
            ['fleet', name],
            'A guest has a name like that of a machine, and a block of keys or nothing.',
          ),
        ]
      const places = new LayeredPlaces(
        [...sets, ...files.map((layer) => ({ ...layer, at: ['fleet', name] })), ...files],
        own,
      )
      return [name, guestOf(set(merged(whole, over ?? {})), name, places, own.file)]
    }),
  )
}
