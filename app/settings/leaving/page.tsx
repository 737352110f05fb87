import type { Metadata } from 'next'
import { Field } from '@/components/form/field'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { SettingsNav } from '@/components/user/settings-nav'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { freshMinutes } from '@/lib/user'

export const metadata: Metadata = { title: 'Export and leave', robots: { index: false } }

const both = [
  'We delete your account: email address, password, passkeys, keys, tokens, sessions, inbox, and everything you saved, follow and muted.',
  'We delete bemoanings that were never public, and earlier versions of your texts.',
  'Your votes and your “bit me again” stay as numbers, and nothing links them to you.',
  'The public log keeps its entries, but they no longer name you.',
  'Nobody can sign up with your handles again, not even you.',
]

const modes = [
  {
    mode: 'anonymise',
    title: 'Keep my texts without my name',
    says: 'Your public texts stay without your name: bemoanings as “anonymous”, comments as “somebody”. Nobody can edit or delete them then, not even you.',
  },
  {
    mode: 'erase',
    title: 'Erase everything',
    says: 'We also delete all your bemoanings and comments, with details, endings and notes. A comment with replies leaves an empty stub, so that the replies keep their place.',
  },
] as const

/** Exports the viewer's data, and deletes the account; says what is kept before the button. */
export default function Leaving() {
  const { viewer, form } = context()
  if (!viewer) return <SignInFirst />
  const chosen = form?.values.mode?.[0] ?? 'anonymise'
  return (
    <Page>
      <h1 className="list-title">Export and leave</h1>
      <SettingsNav />
      <section>
        <h2>Take everything with you</h2>
        <p>
          A zip file with all your data, as JSON for programs and as a page to read. It says which anonymous
          bemoanings are yours, so keep it to yourself. We ask you to confirm who you are first, if that was
          more than {freshMinutes} minutes ago.
        </p>
        <p>
          <a href={paths.exportFile}>Download it</a>
        </p>
      </section>
      <section className="danger">
        <h2>Leave</h2>
        <p>You leave at once and for good. Either way:</p>
        <ul className="prose-list">
          {both.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <form method="post" action={paths.leave}>
          <fieldset>
            <legend>Your texts</legend>
            {modes.map(({ mode, title, says }) => (
              <p className="check" key={mode}>
                <label>
                  <input
                    type="radio"
                    name="mode"
                    value={mode}
                    required
                    defaultChecked={mode === chosen}
                    aria-describedby={`says-${mode}`}
                  />{' '}
                  {title}
                </label>{' '}
                <span className="says" id={`says-${mode}`}>
                  {says}
                </span>
              </p>
            ))}
          </fieldset>
          <div className="narrow">
            <Field
              name="handle"
              label="Type your handle, to be sure"
              required
              autoComplete="off"
              spellCheck={false}
              action={paths.leave}
            />
          </div>
          <p className="buttons">
            <button type="submit">Leave, for good</button>
          </p>
        </form>
      </section>
    </Page>
  )
}
