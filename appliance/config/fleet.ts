import type { Complaint } from './errors'
import { about, type LayeredPlaces } from './layers'
import { fixedOf } from './network'
import type { Values } from './resolved'

/** A guest of a fleet, and where its values stand. */
type Guest = { values: Values; places: LayeredPlaces }

/** What no two guests may share: a name for it, the key to complain about, and the values. */
const singular: readonly (readonly [path: string, of: (values: Values) => readonly string[]])[] = [
  ['name', ({ name }) => [name]],
  ['appliance', ({ appliance }) => [appliance]],
  ['uuid', ({ uuid }) => [uuid]],
  ['net.mac', ({ net }) => [net.mac]],
  ['net.more', ({ net }) => net.more.map(({ mac }) => mac)],
  ['net.address', ({ net }) => [net, ...net.more].flatMap(fixedOf).map(({ address }) => address.toString())],
  // Ports of the machine that runs the guests: guests of different hypervisors run on different machines.
  [
    'net.forwards',
    ({ target, net }) => ((net.forwards ?? []) as { host: number }[]).map(({ host }) => `${target} ${host}`),
  ],
]

/** Complains about guests of a fleet that share what only one can have. */
export function clashes(guests: readonly Guest[]): Complaint[] {
  return singular.flatMap(([path, of]) => {
    const taken = new Map<string, string>()
    return guests.flatMap(({ values, places }): Complaint[] => {
      const twice = of(values).find((one) => taken.has(one))
      for (const one of of(values)) if (!taken.has(one)) taken.set(one, values.name)
      return twice === undefined
        ? []
        : [
            about(
              places,
              path.split('.'),
              `${twice.replace(/.* /, '')} is already that of another guest of the fleet${taken.get(twice) === values.name ? '' : `, ${taken.get(twice)}`}.`,
            ),
          ]
    })
  })
}
