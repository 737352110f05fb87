import { paths } from '@/core/paths'
import { commentLimits } from '@/lib/comment'
import type { CommentHost, ThreadReader } from './host'

type Props = {
  host: CommentHost
  reader: ThreadReader
  parent?: number
  /** Also shows the input for a parent comment that is not on this page, so that it is not lost. */
  orphan?: boolean
}

/** The form to comment on a bemoaning or a post, or to reply to a comment. */
export function CommentForm({ host, reader, parent, orphan = false }: Props) {
  const { form, back, signedIn } = reader
  // Matches any bemoaning: if the one it was sent to has been merged into this one, the form returns here.
  const sentTo = /^\/(b\/\d+|blog\/[a-z0-9-]+)\/comments$/.test(form?.action ?? '')
    ? (form?.values.parent?.[0] ?? null)
    : undefined
  const mine =
    form !== null &&
    sentTo !== undefined &&
    (orphan || sentTo === (parent === undefined ? null : String(parent)))
  // Without scripts, the server's response to the button for it.
  const preview = mine && form.outcome === 'preview' ? { __html: form.message } : undefined
  const error = mine ? form.errors.find(({ path }) => path === 'body')?.message : undefined
  const verb = parent === undefined ? 'comment' : 'reply'
  const field = parent === undefined ? 'body' : `body-${parent}`
  return (
    <form
      className="comment-form"
      method="post"
      action={host.reply}
      data-draft={`${host.draft}-${parent ?? 0}`}
    >
      <input type="hidden" name="back" value={back} />
      {parent !== undefined && <input type="hidden" name="parent" value={parent} />}
      <div className="field">
        <label htmlFor={`f-${field}`}>{parent === undefined ? 'Your comment' : 'Your reply'}</label>
        <br />
        <textarea
          cols={72}
          id={`f-${field}`}
          name="body"
          rows={4}
          required
          data-max={commentLimits.bodyMax}
          defaultValue={mine ? form.values.body?.[0] : undefined}
          aria-invalid={error !== undefined}
          aria-describedby={error ? `e-${field}` : undefined}
        />
        <output data-countdown={commentLimits.bodyMax} />
        {error && (
          <p className="error" id={`e-${field}`}>
            {error}
          </p>
        )}
      </div>
      {!signedIn && (
        <p className="hint">You need an account to {verb}. We keep what you type until you have signed in.</p>
      )}
      {preview && (
        <section className="preview" aria-label="Preview">
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: out of text/markdown.ts, sanitised */}
          <div className="prose" dir="auto" dangerouslySetInnerHTML={preview} />
        </section>
      )}
      <p className="buttons">
        <button type="submit">{parent === undefined ? 'Comment' : 'Reply'}</button>{' '}
        <button
          type="submit"
          className="preview-button"
          formAction={`${paths.preview(host.reply)}#f-${field}`}
        >
          Preview
        </button>{' '}
        <span className="hint">*emphasis*, `code`, ``` blocks, - lists, &gt; quotes, links</span>
      </p>
      <p className="draft-note" data-draft-note />
    </form>
  )
}
