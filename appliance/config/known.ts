import type { z } from 'zod'
import { configSchema } from './schema'

/** Returns the keys that the schema allows at a path of the config. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema = configSchema as unknown as z.core.$ZodType
  const inner = (of: z.core.$ZodType): z.core.$ZodType => {
    const { def } = of._zod as unknown as { def: { type: string; innerType?: z.core.$ZodType } }
    return def.type === 'optional' && def.innerType ? inner(def.innerType) : of
  }
  for (const key of path) {
    const { def } = inner(schema)._zod as unknown as {
      def: { shape?: Record<string, z.core.$ZodType>; element?: z.core.$ZodType }
    }
    const next = typeof key === 'number' ? def.element : def.shape?.[String(key)]
    if (!next) return []
    schema = next
  }
  const { def } = inner(schema)._zod as unknown as { def: { shape?: object } }
  return Object.keys(def.shape ?? {})
}
