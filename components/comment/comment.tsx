import { inThread, paths } from '@/core/paths'
import type { Comment as CommentData, CommentMine } from '@/lib/comment'
import { commentLimits } from '@/lib/comment'
import { ReportLink } from '../moderation/report-link'
import { Ago } from '../parts/ago'
import { Art } from '../parts/art'
import { CommentForm } from './comment-form'
import type { CommentHost, ThreadReader } from './host'

export type CommentProps = {
  comment: CommentData
  mine: CommentMine | undefined
  host: CommentHost
  reader: ThreadReader
  /** Its own address. */
  href: string
  /** True if the viewer may choose the remedy. */
  decides: boolean
  /** True if it was written since the viewer's last visit. */
  isNew: boolean
}

const goneWords = {
  deleted: 'Deleted by its author.',
  removed: 'Removed by a moderator.',
  muted: 'You have muted its author or its subject.',
} as const

/** Output of the Markdown pipeline. */
export function CommentText({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: out of text/markdown.ts, sanitised
  return <div className="prose" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
}

/** A comment. Replies follow it in the list; its depth is a class, not a style. */
export function Comment({ comment, mine, host, reader, href, decides, isNew }: CommentProps) {
  const { id, gone } = comment
  if (gone) {
    return (
      <article className="comment comment-gone" id={`c${id}`}>
        <p className="quiet">{goneWords[gone]} It has replies.</p>
      </article>
    )
  }
  return (
    <article
      className={isNew ? 'comment comment-new' : 'comment'}
      id={`c${id}`}
      data-comment={id}
      aria-label={`Comment by ${comment.author ?? 'somebody'}`}
    >
      <p className="byline">
        <Art digest={comment.art} />{' '}
        <span>{comment.author ? <a href={paths.user(comment.author)}>{comment.author}</a> : 'somebody'}</span>{' '}
        <a href={href} className="permalink">
          <Ago date={comment.createdAt} />
        </a>{' '}
        {isNew && <span className="new">new</span>}{' '}
        {comment.parent !== null && (
          <>
            <a href={`#c${comment.parent}`}>
              parent<span className="sr-only"> comment</span>
            </a>{' '}
            <a href={inThread(host.path, id)} rel="nofollow">
              context<span className="sr-only"> of this comment</span>
            </a>
          </>
        )}{' '}
        {comment.editedAt && <span>edited</span>}{' '}
        {comment.remedy && <span className="state state-fixed">the remedy</span>}
      </p>
      <CommentText html={comment.bodyHtml} />
      <Actions comment={comment} mine={mine} reader={reader} decides={decides} locked={host.locked} />
      {!host.locked && comment.depth < commentLimits.depth && (
        <Reply host={host} reader={reader} parent={id} to={comment.author ?? 'somebody'} />
      )}
    </article>
  )
}

function Actions({
  comment,
  mine,
  reader,
  decides,
  locked,
}: Pick<CommentProps, 'comment' | 'mine' | 'reader' | 'decides'> & { locked: boolean }) {
  const { id } = comment
  const editable = mine?.editable === true && !locked
  const back = <input type="hidden" name="back" value={reader.back} />
  return (
    <div className="comment-actions">
      <form className="so-true" method="post" action={paths.commentVote(id)}>
        {back}
        <button
          type="submit"
          className="link"
          name="on"
          value={mine?.vote ? '0' : '1'}
          aria-pressed={mine?.vote ?? false}
          disabled={mine?.own}
        >
          So true <span data-count>{comment.votes}</span>{' '}
          <span className="sr-only">{comment.votes === 1 ? 'vote' : 'votes'}</span>
        </button>
      </form>
      {editable && <a href={paths.commentEdit(id)}>Edit</a>}{' '}
      {mine?.own && !editable && <a href={paths.commentEdit(id)}>Delete</a>}
      {decides && !locked && (
        <form method="post" action={paths.commentRemedy(id)}>
          {back}
          <button type="submit" className="link" name="on" value={comment.remedy ? '0' : '1'}>
            {comment.remedy ? 'Not the remedy' : 'This is the remedy'}
          </button>
        </form>
      )}
      {!mine?.own && (
        <ReportLink type="comment" id={id} what={`the comment by ${comment.author ?? 'somebody'}`} />
      )}
      {reader.moderates && (
        <details className="moderate">
          <summary>Remove</summary>
          <form method="post" action={paths.commentRemove(id)}>
            {back}
            <label>
              Reason <input name="reason" required minLength={3} maxLength={500} />
            </label>{' '}
            <button type="submit">Remove</button>
          </form>
        </details>
      )}
    </div>
  )
}

function Reply({
  host,
  reader,
  parent,
  to,
}: {
  host: CommentHost
  reader: ThreadReader
  parent: number
  to: string
}) {
  const returned = reader.form?.values.parent?.[0] === String(parent)
  return (
    <details className="answer" open={returned}>
      <summary>
        Reply<span className="sr-only"> to {to}</span>
      </summary>
      <CommentForm host={host} reader={reader} parent={parent} />
    </details>
  )
}
