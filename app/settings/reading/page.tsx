import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Back } from '@/components/form/back'
import { Field } from '@/components/form/field'
import { RemovableRow } from '@/components/form/removable-row'
import { DensityForm } from '@/components/frame/look-forms'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { CodeBlock } from '@/components/parts/code-block'
import { SettingsNav } from '@/components/user/settings-nav'
import { context } from '@/core/context'
import { lookUp } from '@/core/look-up'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import { findChoices, muteLimits } from '@/lib/reader'
import { findFeedToken, findHeld } from '@/lib/user'

export const metadata: Metadata = { title: 'Reading', robots: { index: false } }

const said: Record<string, string> = {
  word: 'Saved.',
  seen: 'Forgotten. Lists show everything again.',
  feed: 'Done. If you had an address before, it no longer works.',
}

function Tags({ names, empty }: { names: readonly string[]; empty: ReactNode }) {
  if (names.length === 0) return <p className="quiet">{empty}</p>
  return (
    <ul className="rows">
      {names.map((name) => (
        <RemovableRow key={name} action={paths.chooseTag(name)} verb="No more" name="choice" value="none">
          <a href={paths.tag(name)}>{name}</a>
        </RemovableRow>
      ))}
    </ul>
  )
}

function Feeds({ token, fresh }: { token: string | null; fresh: boolean }) {
  return (
    <section>
      <h2>Private feeds</h2>
      <p>
        A feed reader can’t sign in. With a private address it gets your lists, without anything you muted.
        Anybody with the address can read them, and you can end it any time.
      </p>
      {token && !fresh && (
        <p>
          You have a private address.{' '}
          <a href={paths.proveAgain(paths.settingsReading)}>Confirm who you are</a> to see it.
        </p>
      )}
      {token && fresh && (
        <>
          <CodeBlock>{absolute(`${paths.following}.atom?token=${token}`)}</CodeBlock>
          <p className="quiet">
            The same <code>?token=…</code> works for any list: <code>/hot.atom</code>, <code>/t/ci.rss</code>,{' '}
            <code>/saved.json</code>, <code>/search.txt?q=…</code>
          </p>
        </>
      )}
      <form method="post" action={paths.feedToken} className="buttons">
        <button type="submit" name="on" value="1">
          {token ? 'Replace it' : 'Make a private address'}
        </button>{' '}
        {token && (
          <button type="submit" name="on" value="0">
            End it
          </button>
        )}
      </form>
    </section>
  )
}

/** The viewer's follows, mutes and private feeds. */
export default async function Reading() {
  const { viewer, look, url } = context()
  if (!viewer) return <SignInFirst />
  const [choices, token, held] = await Promise.all([
    findChoices(viewer),
    findFeedToken(viewer),
    findHeld(viewer),
  ])
  const note = lookUp(said, queried('saved') ?? '')
  return (
    <Page>
      <h1 className="list-title">Reading</h1>
      <SettingsNav />
      {note && <p role="status">{note}</p>}
      <section>
        <h2>Tags you follow</h2>
        <Tags
          names={choices.follows}
          empty={
            <>
              None yet. Follow a tag on its page, and find the new bemoanings at{' '}
              <a href={paths.following}>following</a>.
            </>
          }
        />
      </section>
      <section>
        <h2>People you follow</h2>
        {choices.people.length === 0 && (
          <p className="quiet">
            None yet. Each person’s page has a button to follow them, and nobody is told about it.
          </p>
        )}
        <ul className="rows">
          {choices.people.map((handle) => (
            <RemovableRow key={handle} action={paths.followUser(handle)} verb="No more" name="on" value="0">
              <a href={paths.user(handle)}>{handle}</a>
            </RemovableRow>
          ))}
        </ul>
      </section>
      <section>
        <h2>Muted tags</h2>
        <Tags names={choices.tags} empty="None. Each tag’s page has a button to mute it." />
      </section>
      <section>
        <h2>Muted people</h2>
        <p className="quiet">
          You won’t see anything they post under their name. You still see what they post anonymously: hiding
          it would tell you it is theirs.
        </p>
        <ul className="rows">
          {choices.users.map((handle) => (
            <RemovableRow key={handle} action={paths.muteUser(handle)} verb="No more" name="on" value="0">
              <a href={paths.user(handle)}>{handle}</a>
            </RemovableRow>
          ))}
        </ul>
      </section>
      <section>
        <h2>Muted words</h2>
        <p className="quiet">
          Whole words or phrases, in any case: in bemoanings, their details and endings, in comments and in
          posts. At most {muteLimits.words}. Jurors and moderators still see the texts they judge.
        </p>
        <ul className="rows">
          {choices.words.map((word) => (
            <RemovableRow key={word} action={paths.unmuteWord} verb="No more" name="word" value={word}>
              {word}
            </RemovableRow>
          ))}
        </ul>
        <form method="post" action={paths.muteWord} className="narrow">
          <Field name="word" label="A word or phrase" required maxLength={60} action={paths.muteWord} />
          <p className="buttons">
            <button type="submit">Mute it</button>
          </p>
        </form>
      </section>
      <section>
        <h2>What you have seen</h2>
        <p>
          {viewer.hideSeen
            ? 'Lists leave out what you have seen, for 60 days.'
            : 'Lists show everything. The button on top of each list, “Hide seen”, changes that.'}
        </p>
        <form method="post" action={paths.forgetSeen} className="buttons">
          <Back />
          <button type="submit">Forget what I have seen</button>
        </form>
      </section>
      <section>
        <h2>Density</h2>
        <p className="quiet">This browser keeps it in a cookie, also while you are signed out.</p>
        <DensityForm label="Density of lists" look={look} back={url} />
      </section>
      <Feeds token={token} fresh={held?.fresh ?? false} />
    </Page>
  )
}
