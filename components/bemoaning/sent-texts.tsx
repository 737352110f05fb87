import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import type { SentText } from '@/lib/bemoaning'

const sentences = {
  pending: 'is waiting for the jury',
  published: 'is published',
  rejected: 'was not published',
  removed: 'was removed by a moderator',
} as const

/** Where a text stands, in one sentence without its end. */
export const standsAs = ({ id, status }: Pick<SentText, 'id' | 'status'>): string =>
  `#${id} ${sentences[status]}`

const queriedId = (name: string): number | null => {
  const value = queried(name)
  return value !== null && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null
}

/** What this browser sent signed out, and what has just become of one of them. */
export function SentTexts({ texts }: { texts: readonly SentText[] }) {
  const [sent, deleted] = [queriedId('sent'), queriedId('deleted')]
  return (
    <>
      {sent !== null && (
        <p className="lead" role="status">
          Thank you. #{sent} is waiting for the jury.{' '}
          {texts.some(({ id }) => id === sent) ? (
            <>
              In this browser you can <a href={paths.sent(sent)}>see where it stands, edit or delete it</a>.
            </>
          ) : (
            <>
              Once it is published, you find it <a href={paths.shortBemoaning(sent)}>on its page</a>.
            </>
          )}
        </p>
      )}
      {deleted !== null && (
        <p className="lead" role="status">
          #{deleted} is deleted.
        </p>
      )}
      {texts.length > 0 && (
        <section aria-labelledby="sent">
          <h2 id="sent" className="label">
            Sent from this browser without an account
          </h2>
          <ul>
            {texts.map((text) => (
              <li key={text.id}>
                <a href={paths.sent(text.id)}>{standsAs(text)}</a>
              </li>
            ))}
          </ul>
          <form method="post" action={paths.forgetSent}>
            <button type="submit" className="link">
              Forget them in this browser
            </button>
          </form>
        </section>
      )}
    </>
  )
}
