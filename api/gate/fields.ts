import { z } from 'zod'
import type { FormState } from '@/core/context'
import { fail, type Result } from '@/core/result'

/** A route's parameter with an id. */
export const idParam = ':id{[1-9][0-9]{0,14}}'
export const idOf = (params: Record<string, string>): number => Number(params.id)

/** The version that the sender read; forms without one change any version. */
export const readVersion = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .optional()

/** Never shown again or stored. */
const secretFields = new Set(['password', 'current', 'next', 'token', 'code', 'response'])
/** Fields that carry no input: the page to return to, and the honeypot. */
const carried = ['back', 'website']

/** More than any form here has. */
const mostFields = 200

/** Parses application/x-www-form-urlencoded strictly: bad escapes and bad UTF-8 are errors. */
export function parseForm(bytes: Uint8Array): Result<Map<string, string[]>> {
  const values = new Map<string, string[]>()
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const parts = text.split('&')
    if (parts.length > mostFields) return fail('bad-request', 'This form has too many fields.')
    for (const part of parts) {
      if (!part) continue
      const at = part.indexOf('=')
      const [name, value] = (at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]).map((piece) =>
        decodeURIComponent(piece.replaceAll('+', ' ')),
      ) as [string, string]
      const all = values.get(name) ?? []
      all.push(value.replaceAll('\r\n', '\n'))
      values.set(name, all)
    }
  } catch {
    return fail('bad-request', 'We can’t read this form. Send it as a browser does.')
  }
  return { ok: true, value: values }
}

/** Converts the fields to the input of a schema: one value each, except for lists. */
export function toInput(
  values: ReadonlyMap<string, string[]>,
  lists: readonly string[],
): Result<Record<string, unknown>> {
  const input = new Map<string, unknown>()
  for (const name of lists) input.set(name, (values.get(name) ?? []).filter(Boolean))
  for (const [name, all] of values) {
    if (lists.includes(name) || carried.includes(name)) continue
    if (name === '__proto__' || all.length > 1) return fail('bad-request', `The field ${name} comes twice.`)
    input.set(name, all[0])
  }
  return { ok: true, value: Object.fromEntries(input) }
}

/** Returns the values that may be shown again: all except secrets. */
export const shown = (values: ReadonlyMap<string, string[]>): FormState['values'] =>
  Object.fromEntries([...values].filter(([name]) => !secretFields.has(name) && name !== '__proto__'))
