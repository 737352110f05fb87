import type { Metadata } from 'next'
import { CommentText } from '@/components/comment/comment'
import { Back } from '@/components/form/back'
import { TextField } from '@/components/form/field'
import { KeptText } from '@/components/form/kept-text'
import { Missing } from '@/components/frame/missing'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { lockedSentence } from '@/lib/bemoaning'
import { addressOfPlace, commentLimits, findComment } from '@/lib/comment'

export const metadata: Metadata = { title: 'Edit a comment', robots: { index: false } }

/** Edits or deletes the author's comment. */
export default async function EditComment({ params }: { params: Promise<{ id: string }> }) {
  const { viewer, form } = context()
  const { id } = await params
  if (!viewer) return <SignInFirst />
  const comment = /^[1-9]\d{0,14}$/.test(id) ? await findComment(Number(id)) : null
  if (!comment || comment.gone || comment.authorId !== viewer.id) return <Missing />
  const late = Date.now() - comment.createdAt.getTime() >= commentLimits.editMinutes * 60_000
  const closed = !comment.onPublic
    ? 'The text you commented on is gone, so you can only delete your comment.'
    : comment.locked
      ? lockedSentence
      : late
        ? `You can edit a comment for ${commentLimits.editMinutes} minutes, and that time is over. You can still delete it.`
        : null
  return (
    <Page>
      <h1 className="list-title">Your comment</h1>
      {closed === null ? (
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
          {form?.outcome === 'preview' && (
            <section className="preview" aria-label="Preview">
              <CommentText html={form.message} />
            </section>
          )}
          <p className="buttons">
            <button type="submit" className="primary">
              Save
            </button>{' '}
            <button
              type="submit"
              className="preview-button"
              formAction={paths.preview(paths.commentEdit(comment.id))}
            >
              Preview
            </button>{' '}
            <a href={addressOfPlace(comment.place, comment.id)}>Back</a>
          </p>
        </form>
      ) : (
        <>
          <p>{closed}</p>
          <KeptText actions={[paths.commentEdit(comment.id)]} />
        </>
      )}
      <form method="post" action={paths.commentDelete(comment.id)} className="danger">
        <Back />
        <h2>Delete it</h2>
        <p>If it has replies, an empty stub stays in its place. You can’t undo this.</p>
        <button type="submit">Delete the comment</button>
      </form>
      <OwnScript name="t" />
    </Page>
  )
}
