import type { Hono } from 'hono'
import { z } from 'zod'
import { context } from '@/core/context'
import { readSent, sentCookie } from '@/core/cookies'
import { paths } from '@/core/paths'
import { fail, ok } from '@/core/result'
import { bemoan, bemoanSignedOut, newBemoaning } from '@/lib/bemoaning'
import type { ApiEnv } from '../gate/endpoint'
import { form } from '../gate/form'

const usedForm = fail(
  'invalid',
  'You sent this form before with a different text. To post this one too, send it again.',
  { errors: [{ path: 'key', message: 'Used already.' }] },
)

/** The form for posting a bemoaning, with an account or without. */
export function submitForm(forms: Hono<ApiEnv>): void {
  form(
    forms,
    {
      path: '/submit',
      needs: 'anyone',
      lists: ['tags'],
      schema: z.strictObject({
        ...newBemoaning.shape,
        anonymous: z
          .literal('on')
          .transform(() => true)
          .optional(),
        key: z
          .string()
          .regex(/^[\x21-\x7e]{1,100}$/)
          .optional(),
        proof: z.string().max(1_000).optional(),
        answer: z.string().max(20).optional(),
      }),
      page: () => paths.submit,
    },
    async ({ viewer, input, network, denied, trapped }) => {
      const { key, proof, answer, ...rest } = input
      if (denied) return denied
      if (!viewer) {
        if (trapped)
          return fail(
            'invalid',
            'Something filled in a hidden field. Leave it empty and send again; we kept your text.',
          )
        const sent = await bemoanSignedOut(rest, { proof, answer, network })
        if (!sent.ok) return sent
        const { id } = sent.value
        const cookies = [sentCookie([id, ...readSent(context().sent)])]
        return ok({ to: `${paths.submit}?sent=${id}`, cookies })
      }
      const made = await bemoan(viewer, rest, key)
      if (!made.ok && made.errors?.some(({ path }) => path === 'Idempotency-Key')) return usedForm
      return made.ok ? ok({ to: `${paths.bemoaning(made.value.id, made.value.body)}?posted=1` }) : made
    },
  )
}
