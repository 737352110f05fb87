import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { cookie, cookieNames } from '@/core/cookies'
import { paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { tagChoices, watchLevels } from '@/core/vocabulary'
import { leave, leaveModes } from '@/lib/account'
import { unsubscribe } from '@/lib/delivery'
import {
  chooseTag,
  forgetSeen,
  markSeen,
  muteUser,
  muteWord,
  seenLimits,
  watch,
  wordInput,
} from '@/lib/reader'
import { handleInput, rename, renewFeedToken, setHideSeen, setMails, unsubscribeBy } from '@/lib/user'
import type { ApiEnv } from '../gate/endpoint'
import { backTo, type Done, form } from '../gate/form'

const user = { needs: 'user', limit: 'edit' } as const
const whereItWas = { ...user, page: (_: unknown, values: Parameters<typeof backTo>[0]) => backTo(values) }
const box = z.literal('on').optional()
const switched = z.strictObject({ on: z.enum(['1', '0']) })
const id = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)

const saved = (page: string, what: string): Result<Done> => ok({ to: `${page}?saved=${what}` })

/** The forms for followed tags, mutes and seen bemoanings. */
function readingForms(forms: Hono<ApiEnv>): void {
  const reading = { ...user, page: () => paths.settingsReading }
  form(
    forms,
    {
      ...whereItWas,
      path: '/t/:tag{[a-z0-9-]{1,40}}/choice',
      schema: z.strictObject({ choice: z.enum([...tagChoices, 'none']) }),
    },
    async ({ viewer, params, input, back }) => {
      const choice = input.choice === 'none' ? null : input.choice
      const chosen = await chooseTag(viewer, params.tag ?? '', choice)
      return chosen.ok ? ok({ to: back() }) : chosen
    },
  )
  form(
    forms,
    { ...whereItWas, path: '/u/:handle{[a-z0-9_-]{3,20}}/mute', schema: switched },
    async ({ viewer, params, input, back }) => {
      const muted = await muteUser(viewer, params.handle ?? '', input.on === '1')
      return muted.ok ? ok({ to: back() }) : muted
    },
  )
  form(
    forms,
    { ...reading, path: paths.muteWord, schema: z.strictObject({ word: wordInput }) },
    async ({ viewer, input }) => {
      const muted = await muteWord(viewer, input.word, true)
      return muted.ok ? saved(paths.settingsReading, 'word') : muted
    },
  )
  form(
    forms,
    { ...reading, path: paths.unmuteWord, schema: z.strictObject({ word: z.string().max(300) }) },
    async ({ viewer, input }) => {
      await muteWord(viewer, input.word, false)
      return saved(paths.settingsReading, 'word')
    },
  )
  form(forms, { ...whereItWas, path: paths.hideSeen, schema: switched }, async ({ viewer, input, back }) => {
    await setHideSeen(viewer, input.on === '1')
    return ok({ to: back() })
  })
  form(forms, { ...reading, path: paths.forgetSeen, schema: z.strictObject({}) }, async ({ viewer }) => {
    await forgetSeen(viewer)
    return saved(paths.settingsReading, 'seen')
  })
  form(
    forms,
    {
      ...whereItWas,
      path: paths.markSeen,
      lists: ['ids'],
      schema: z.strictObject({ ids: z.array(id).max(seenLimits.atOnce) }),
    },
    async ({ viewer, input, back }) => {
      await markSeen(viewer, input.ids)
      return ok({ to: back() })
    },
  )
  form(
    forms,
    { ...reading, fresh: true, event: 'feed-address', path: paths.feedToken, schema: switched },
    async ({ viewer, input, back }) => {
      const renewed = await renewFeedToken(viewer, input.on === '1')
      if (!renewed.ok) return renewed
      return back() === paths.access ? ok({ to: paths.access }) : saved(paths.settingsReading, 'feed')
    },
  )
}

/** The forms for notifications: watched bemoanings, mails and push. */
function tellingForms(forms: Hono<ApiEnv>): void {
  const telling = { ...user, page: () => paths.settingsTelling }
  form(
    forms,
    {
      ...user,
      path: '/b/:id{[1-9][0-9]{0,14}}/watch',
      schema: z.strictObject({ level: z.enum(watchLevels) }),
      page: (params) => paths.shortBemoaning(Number(params.id)),
    },
    async ({ viewer, params, input, back }) => {
      const watched = await watch(viewer, Number(params.id), input.level)
      return watched.ok ? ok({ to: back('#comments') }) : watched
    },
  )
  form(
    forms,
    {
      ...telling,
      scope: 'account',
      path: paths.mails,
      schema: z.strictObject({ replies: box, digest: box }),
    },
    async ({ viewer, input }) => {
      const set = await setMails(viewer, { replies: input.replies === 'on', digest: input.digest === 'on' })
      return set.ok ? saved(paths.settingsTelling, 'mails') : set
    },
  )
  form(
    forms,
    { ...telling, scope: 'account', path: paths.endPush, schema: z.strictObject({ id }) },
    async ({ viewer, input, back }) => {
      await unsubscribe(viewer, input.id)
      if (back() === paths.access) return ok({ to: paths.access })
      return saved(paths.settingsTelling, 'push')
    },
  )
}

const said = (status: 200 | 404, text: string) =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' },
  })

/** Ends mails by the link in them. Responds to people with a page, to mail programs (RFC 8058) with one line. */
async function unsubscribeAnswer(c: Context<ApiEnv>): Promise<Response> {
  const token = c.req.query('token') ?? ''
  const done = await unsubscribeBy(token)
  const body = await c.req.text()
  if (body.includes('List-Unsubscribe=One-Click') || body.includes('name="List-Unsubscribe"'))
    return done.ok ? said(200, 'Unsubscribed.') : said(404, done.message)
  const shown = new URLSearchParams({ token, ...(done.ok ? { done: done.value.kind } : {}) })
  return new Response(null, { status: 303, headers: { location: `${paths.unsubscribePage}?${shown}` } })
}

/** The forms for reading and notifications, for a new handle, and for deleting the account. */
export function personalForms(forms: Hono<ApiEnv>): void {
  readingForms(forms)
  tellingForms(forms)
  forms.post(paths.unsubscribePage, unsubscribeAnswer)
  form(
    forms,
    {
      ...user,
      fresh: true,
      event: 'handle',
      path: paths.rename,
      schema: z.strictObject({ handle: handleInput }),
      page: () => paths.settings,
    },
    async ({ viewer, input }) => {
      const done = await rename(viewer, input.handle)
      return done.ok ? saved(paths.settings, 'handle') : done
    },
  )
  form(
    forms,
    {
      ...user,
      fresh: true,
      event: 'left',
      path: paths.leave,
      schema: z.strictObject({ mode: z.enum(leaveModes), handle: z.string().max(200) }),
      page: () => paths.settingsLeaving,
    },
    async ({ viewer, input }) => {
      if (input.handle.trim().toLowerCase() !== viewer.handle)
        return fail('invalid', 'Type your handle exactly as it is, so that we know it’s you.', {
          errors: [{ path: 'handle', message: `It is ${viewer.handle}.` }],
        })
      const gone = await leave(viewer, input.mode)
      return gone.ok ? ok({ to: paths.farewell, cookies: [cookie(cookieNames().session, '', 0)] }) : gone
    },
  )
}
