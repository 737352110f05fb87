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
  'Your account goes: address, password, passkeys, keys, tokens, sessions, inbox, what you saved, follow and muted.',
  'What you bemoaned and was never public goes, and earlier versions of your texts.',
  'Your votes, and what bit you again, stay as numbers. Nothing ties them to anybody.',
  'Rows of the public log stay, as they are about texts and acts; none of them names you any more.',
  'Your handles stay yours: nobody else gets them, and you cannot sign up with them again.',
]

const modes = [
  {
    mode: 'anonymise',
    title: 'Leave my texts to nobody',
    says: 'What is public stays readable, under no name: bemoanings as “anonymous”, comments as “somebody”. Nobody can edit or take them back any more, you neither.',
  },
  {
    mode: 'erase',
    title: 'Erase everything',
    says: 'Every bemoaning and comment of yours goes as well, with details, endings and notes. Where others replied to you, an empty stub stays, so that their replies keep their place.',
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
          A zip file with everything that is here about you, as JSON for programs and as a page to read. It
          has nothing about anybody else, but it does say which anonymous bemoanings are yours: keep it to
          yourself. We ask you to confirm who you are first, if that was more than {freshMinutes} minutes ago.
        </p>
        <p>
          <a href={paths.exportFile}>Download it</a>
        </p>
      </section>
      <section className="danger">
        <h2>Leave</h2>
        <p>Leaving is at once and for good. Whichever way you choose:</p>
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
