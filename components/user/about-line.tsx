import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { isYoung, type Profile } from '@/lib/user'
import { linkedPieces } from '@/text/linked'

/** A user's line about themselves. Links work once they may post links, and not while they are banned. */
export function AboutLine({ user }: { user: Profile }) {
  const { viewer, url } = context()
  if (!user.about) return null
  const pieces = user.banned || isYoung(user) ? [{ text: user.about, href: null }] : linkedPieces(user.about)
  return (
    <>
      <p className="profile-about" dir="auto">
        {pieces.map(({ text, href }, at) =>
          href ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never move
            <a key={at} href={href} rel="nofollow ugc noopener">
              {text}
            </a>
          ) : (
            text
          ),
        )}
      </p>
      {isModerator(viewer) && viewer?.id !== user.id && (
        <details className="moderate">
          <summary>Remove the line</summary>
          <form method="post" action={paths.removeLine(user.handle)}>
            <input type="hidden" name="back" value={url} />
            <label>
              Reason <input name="reason" required minLength={3} maxLength={500} />
            </label>{' '}
            <button type="submit">Remove the line</button>
          </form>
        </details>
      )}
    </>
  )
}
