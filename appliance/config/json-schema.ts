import { z } from 'zod'
import type { fileKeys } from './parse'
import { configSchema } from './schema'

/** The keys of a file that are gone once its parts are merged. */
const ofFile: Readonly<Record<(typeof fileKeys)[number], object>> = {
  extends: { type: 'string', description: 'a config that this one adds to' },
  vars: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
  fleet: { type: 'object', additionalProperties: { type: ['object', 'null'] } },
}

/** The config's schema for editors (JSON Schema, draft 2020-12). A file that extends another may leave out any key. */
export function configJsonSchema(): Record<string, unknown> {
  const { required, properties, ...schema } = z.toJSONSchema(configSchema, {
    io: 'input',
    unrepresentable: 'any',
  })
  return {
    ...schema,
    properties: { ...properties, ...ofFile },
    anyOf: [{ required: ['extends'] }, { required }],
    title: 'appliance.yaml',
  }
}
