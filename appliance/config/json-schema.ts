import { z } from 'zod'
import { configSchema } from './schema'

/** The config's schema for editors (JSON Schema, draft 2020-12). */
export const configJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }),
  title: 'appliance.yaml',
})
