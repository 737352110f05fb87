import type { Hono } from 'hono'
import { z } from 'zod'
import type { FormState } from '@/core/context'
import { paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { voteKindNames } from '@/core/vote-kinds'
import { bemoaningChange, editBemoaning, takeBack } from '@/lib/bemoaning'
import {
  addressOfPlace,
  comment,
  commentChange,
  deleteComment,
  editComment,
  markRemedy,
  voteComment,
  type WrittenComment,
} from '@/lib/comment'
import { moderateBemoaning, moveNames, removeComment } from '@/lib/moderation'
import { saveBemoaning } from '@/lib/reader'
import { vote } from '@/lib/vote'
import { textInput } from '@/text/input'
import type { ApiEnv } from '../gate/endpoint'
import { idOf, idParam, readVersion } from '../gate/fields'
import { backTo, type Done, form } from '../gate/form'
import { previewForms } from './preview'
import { sentForms } from './sent'
import { submitForm } from './submit'

const whereItWas = (_: unknown, values: FormState['values']) => backTo(values)
const reason = textInput('The reason', 3, 500)
const toComment = ({ place, id }: WrittenComment): Result<Done> => ok({ to: addressOfPlace(place, id) })

const id = idParam
const version = readVersion

/** The forms of bemoanings and comments. */
export function contentForms(forms: Hono<ApiEnv>): void {
  const kinds = z.strictObject({ kind: z.enum([...voteKindNames, 'none']) })
  form(
    forms,
    { path: `/b/${id}/vote`, needs: 'voter', schema: kinds, limit: 'vote', page: whereItWas },
    async ({ viewer, voterId, input, params, back, network }) => {
      const kind = input.kind === 'none' ? null : input.kind
      const voted = await vote({ viewer, voterId, network }, idOf(params), kind)
      if (!voted.ok) return voted
      const { cookie } = voted.value
      return ok({ to: back(`#b${params.id}`), ...(cookie ? { cookies: [cookie] } : {}) })
    },
  )

  submitForm(forms)
  sentForms(forms)
  previewForms(forms)

  form(
    forms,
    {
      path: `/edit/${id}`,
      needs: 'user',
      keeps: 'typed',
      limit: 'edit',
      lists: ['tags'],
      schema: z.strictObject({ ...bemoaningChange.shape, version }),
      page: (params) => paths.edit(idOf(params)),
    },
    async ({ viewer, input, params }) => {
      const { version: read, ...change } = input
      const changed = await editBemoaning(viewer, idOf(params), change, read ?? null)
      return changed.ok ? ok({ to: paths.bemoaning(changed.value.id, changed.value.body) }) : changed
    },
  )

  form(
    forms,
    {
      path: `/b/${id}/delete`,
      needs: 'user',
      limit: 'edit',
      schema: z.strictObject({}),
      page: (params) => paths.edit(idOf(params)),
    },
    async ({ viewer, params }) => {
      const gone = await takeBack(viewer, idOf(params))
      return gone.ok ? ok({ to: paths.user(viewer.handle) }) : gone
    },
  )

  form(
    forms,
    {
      path: `/b/${id}/save`,
      needs: 'user',
      keeps: 'pressed',
      schema: z.strictObject({ on: z.enum(['1', '0']) }),
      page: whereItWas,
    },
    async ({ viewer, params, input, back }) => {
      const saved = await saveBemoaning(viewer, idOf(params), input.on === '1')
      return saved.ok ? ok({ to: back(`#b${params.id}`) }) : saved
    },
  )

  const commentBody = commentChange.shape.body
  const newCommentForm = z.strictObject({
    body: commentBody,
    parent: z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .transform(Number)
      .optional(),
  })
  form(
    forms,
    {
      path: `/b/${id}/comments`,
      needs: 'user',
      keeps: 'typed',
      schema: newCommentForm,
      limit: 'comment',
      page: (params) => paths.shortBemoaning(idOf(params)),
    },
    async ({ viewer, params, input }) => {
      const made = await comment(viewer, idOf(params), input)
      return made.ok ? toComment(made.value) : made
    },
  )

  form(
    forms,
    {
      path: '/blog/:slug{[a-z0-9-]{1,100}}/comments',
      needs: 'user',
      keeps: 'typed',
      schema: newCommentForm,
      limit: 'comment',
      page: ({ slug = '' }) => paths.post(slug),
    },
    async ({ viewer, params, input }) => {
      const made = await comment(viewer, { post: params.slug ?? '' }, input)
      return made.ok ? toComment(made.value) : made
    },
  )

  form(
    forms,
    {
      path: `/c/${id}/edit`,
      needs: 'user',
      keeps: 'typed',
      limit: 'edit',
      schema: z.strictObject({ body: commentBody, version }),
      page: (params) => paths.commentEdit(idOf(params)),
    },
    async ({ viewer, params, input }) => {
      const changed = await editComment(viewer, idOf(params), input.body, input.version ?? null)
      return changed.ok ? toComment(changed.value) : changed
    },
  )

  form(
    forms,
    {
      path: `/c/${id}/delete`,
      needs: 'user',
      limit: 'edit',
      schema: z.strictObject({}),
      page: (params) => paths.commentEdit(idOf(params)),
    },
    async ({ viewer, params }) => {
      const gone = await deleteComment(viewer, idOf(params))
      return gone.ok ? ok({ to: addressOfPlace(gone.value.place) }) : gone
    },
  )

  form(
    forms,
    {
      path: `/c/${id}/vote`,
      needs: 'user',
      keeps: 'pressed',
      limit: 'vote',
      schema: z.strictObject({ on: z.enum(['1', '0']) }),
      page: whereItWas,
    },
    async ({ viewer, params, input }) => {
      const voted = await voteComment(viewer, idOf(params), input.on === '1')
      return voted.ok ? toComment(voted.value) : voted
    },
  )

  form(
    forms,
    {
      path: `/c/${id}/remedy`,
      needs: 'user',
      limit: 'edit',
      schema: z.strictObject({ on: z.enum(['1', '0']) }),
      page: whereItWas,
    },
    async ({ viewer, params, input }) => {
      const marked = await markRemedy(viewer, idOf(params), input.on === '1')
      return marked.ok ? toComment(marked.value) : marked
    },
  )

  form(
    forms,
    {
      path: `/b/${id}/moderate`,
      needs: 'user',
      schema: z.strictObject({ move: z.enum(moveNames), reason }),
      page: whereItWas,
    },
    async ({ viewer, params, input }) => {
      const moved = await moderateBemoaning(viewer, idOf(params), input.move, input.reason)
      return moved.ok ? ok({ to: paths.shortBemoaning(idOf(params)) }) : moved
    },
  )

  form(
    forms,
    { path: `/c/${id}/remove`, needs: 'user', schema: z.strictObject({ reason }), page: whereItWas },
    async ({ viewer, params, input }) => {
      const removed = await removeComment(viewer, idOf(params), input.reason)
      return removed.ok ? ok({ to: removed.value.back }) : removed
    },
  )

  forms.all('*', () => {
    const missing = fail('not-found', 'We don’t have a form at this address.')
    return new Response(`${missing.message}\n`, {
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  })
}
