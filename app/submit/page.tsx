import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { BemoanFields } from '@/components/bemoaning/bemoan-fields'
import { SentTexts } from '@/components/bemoaning/sent-texts'
import { ProofOfWork } from '@/components/form/proof-of-work'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { listSent } from '@/lib/bemoaning'

export const metadata: Metadata = {
  title: 'Bemoan',
  description: 'Say what is wrong with it, in two sentences.',
  alternates: { canonical: paths.submit },
}

/** The form for a new bemoaning. */
export default async function Submit() {
  const { viewer, form, sent: cookie } = context()
  const mine = await listSent(cookie)
  const spent = form?.errors.some(({ path }) => path === 'key')
  const wrong = form?.errors.find(({ path }) => path === 'answer')?.message
  return (
    <Page>
      <h1 className="list-title">Bemoan</h1>
      <SentTexts texts={mine} />
      <form
        method="post"
        action={paths.submit}
        className="bemoan-form"
        data-draft="submit"
        data-enhance="bemoan"
      >
        <input type="hidden" name="key" value={(!spent && form?.values.key?.[0]) || randomUUID()} />
        <BemoanFields similar />
        {/* client/parts/writing/card-preview.ts draws the card here. Text browsers would show a hidden one. */}
        <div data-card-preview={viewer?.handle ?? 'anonymous'} />
        {!viewer && (
          <p className="quiet">
            Without an account it is anonymous, and a jury reads it first. With one it can appear at once:{' '}
            <a href={paths.signUp(paths.submit)}>sign up</a> or{' '}
            <a href={paths.signIn(paths.submit)}>sign in</a>.
          </p>
        )}
        <p className="quiet" data-draft-hint />
        {!viewer && <ProofOfWork error={wrong} />}
        {viewer && (
          <p className="check">
            <label>
              <input type="checkbox" name="anonymous" defaultChecked={form?.values.anonymous?.[0] === 'on'} />{' '}
              Post anonymously. No page, feed or log will name you.
            </label>
          </p>
        )}
        <p className="buttons in-reach">
          <button type="submit" className="primary">
            Bemoan
          </button>
        </p>
        <p className="draft-note" data-draft-note />
      </form>
      <ul className="unsent" data-unsent />
      <OwnScript name="s" />
    </Page>
  )
}
