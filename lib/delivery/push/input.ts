import { z } from 'zod'
import { isPushEndpoint } from './address'

const bytesOf = (text: string): number => Buffer.from(text, 'base64url').length

/** A subscription as a browser creates it: its endpoint, and the keys to encrypt for it. */
export const subscriptionInput = z.strictObject({
  endpoint: z
    .string()
    .max(2_000)
    .refine(isPushEndpoint, 'That doesn’t look like the address of a push service.'),
  keys: z.strictObject({
    p256dh: z
      .string()
      .regex(/^[\w-]{86,88}=?=?$/)
      .refine((text) => bytesOf(text) === 65, 'That doesn’t look like a key.'),
    auth: z
      .string()
      .regex(/^[\w-]{22,24}=?=?$/)
      .refine((text) => bytesOf(text) === 16, 'That doesn’t look like a key.'),
  }),
})
export type Subscription = z.infer<typeof subscriptionInput>
