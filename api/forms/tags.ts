import type { Hono } from 'hono'
import { z } from 'zod'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import {
  acceptForm,
  acceptTag,
  declineForm,
  declineTag,
  proposalForm,
  proposeTag,
  withdrawTag,
} from '@/lib/tag-proposal'
import type { ApiEnv } from '../gate/endpoint'
import { form } from '../gate/form'

const id = ':id{[1-9][0-9]{0,14}}'
const idOf = (params: Record<string, string>): number => Number(params.id)
const here = (params: Record<string, string>): string => paths.tagProposal(idOf(params))

/** The forms to propose a tag, and for moderators to decide on it. */
export function tagForms(forms: Hono<ApiEnv>): void {
  const user = { needs: 'user', limit: 'edit' } as const
  form(
    forms,
    { ...user, path: paths.proposeTag, schema: proposalForm, page: () => paths.proposeTag },
    async ({ viewer, input }) => {
      const made = await proposeTag(viewer, input)
      return made.ok ? ok({ to: paths.tagProposed }) : made
    },
  )
  form(
    forms,
    {
      ...user,
      path: `/tags/proposals/${id}/delete`,
      schema: z.strictObject({}),
      page: () => paths.proposeTag,
    },
    async ({ viewer, params }) => {
      const gone = await withdrawTag(viewer, idOf(params))
      return gone.ok ? ok({ to: paths.proposeTag }) : gone
    },
  )
  form(
    forms,
    { ...user, path: `/cases/tags/${id}/accept`, schema: acceptForm, page: here },
    async ({ viewer, params, input }) => {
      const done = await acceptTag(viewer, idOf(params), input)
      return done.ok ? ok({ to: paths.tagProposals }) : done
    },
  )
  form(
    forms,
    { ...user, path: `/cases/tags/${id}/decline`, schema: declineForm, page: here },
    async ({ viewer, params, input }) => {
      const done = await declineTag(viewer, idOf(params), input)
      return done.ok ? ok({ to: paths.tagProposals }) : done
    },
  )
}
