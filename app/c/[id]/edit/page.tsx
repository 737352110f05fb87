import type { Metadata } from 'next'
import { TextField } from '@/components/field'
import { Missing } from '@/components/missing'
import { Page } from '@/components/page'
import { SignInFirst } from '@/components/sign-in-first'
import { commentLimits } from '@/lib/comment/input'
import { addressOfPlace } from '@/lib/comment/place'
import { findComment } from '@/lib/comment/queries'
import { context } from '@/lib/context'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Edit a comment', robots: { index: false } }

/** Where authors edit or delete their comment. */
export default async function EditComment({ params }: { params: Promise<{ id: string }> }) {
  const { viewer } = context()
  const { id } = await params
  if (!viewer) return <SignInFirst />
  const comment = /^[1-9]\d{0,14}$/.test(id) ? await findComment(Number(id)) : null
  if (!comment || comment.gone || comment.authorId !== viewer.id) return <Missing />
  const open = Date.now() - comment.createdAt.getTime() < commentLimits.editMinutes * 60_000
  return (
    <Page>
      <h1 className="list-title">Your comment</h1>
      {open ? (
        <form method="post" action={paths.commentEdit(comment.id)}>
          <input type="hidden" name="version" value={comment.version} />
          <TextField
            name="body"
            label="Comment"
            initial={comment.body}
            rows={6}
            required
            data-max={commentLimits.bodyMax}
          />
          <output data-countdown={commentLimits.bodyMax} />
          <p className="buttons">
            <button type="submit" className="primary">
              Save
            </button>{' '}
            <a href={addressOfPlace(comment.place, comment.id)}>Back</a>
          </p>
        </form>
      ) : (
        <p>
          A comment can be edited for {commentLimits.editMinutes} minutes; that time is over. It can still be
          deleted.
        </p>
      )}
      <form method="post" action={paths.commentDelete(comment.id)} className="danger">
        <h2>Delete it</h2>
        <p>A stub stays where answers hang on it. This cannot be undone.</p>
        <button type="submit">Delete the comment</button>
      </form>
    </Page>
  )
}
