import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { limits } from '@/lib/bemoaning'
import { listTags } from '@/lib/tag'
import { TextField } from '../form/field'
import { spaced } from '../parts/spaced'

/** The fields of a bemoaning: text, tags, details. Used for new ones and for edits. */
export async function BemoanFields({
  body = '',
  details = '',
  chosen = [],
  similar = false,
}: {
  body?: string
  details?: string
  chosen?: readonly string[]
  /** Shows similar bemoanings below the text while it is written. */
  similar?: boolean
}) {
  const tags = await listTags()
  const { form } = context()
  const ticked = new Set(form?.values.tags ?? chosen)
  const tagError = form?.errors.find(({ path }) => path === 'tags')?.message
  return (
    <>
      <div className="composer">
        <TextField
          name="body"
          label="What do you bemoan?"
          hint={`${limits.bodyMin} to ${limits.bodyMax} characters. We add the sign-off.`}
          initial={body}
          rows={4}
          required
          data-min={limits.bodyMin}
          data-max={limits.bodyMax}
          dir="auto"
        />
        <output data-countdown={limits.bodyMax} htmlFor="f-body" />
      </div>
      <div className="secrets" data-secrets hidden role="alert" />
      {similar && <div className="similar" data-similar />}
      <fieldset
        className="tags-field"
        id="f-tags"
        data-tags
        data-most={limits.tagsMax}
        aria-describedby={tagError ? 'e-tags' : undefined}
      >
        <legend>Tags, 1 to {limits.tagsMax}</legend>
        <div data-tag-find />
        <details className="all-tags" open={tagError !== undefined}>
          <summary>Choose from all {tags.length} tags</summary>
          <div className="tag-choices">
            {spaced(
              tags.map(({ name, label, aliases }) => (
                <label
                  key={name}
                  className="tag-choice"
                  data-find={[name, label, ...aliases].join(' ').toLowerCase()}
                >
                  <input type="checkbox" name="tags" value={name} defaultChecked={ticked.has(name)} />{' '}
                  <span>{label}</span>
                </label>
              )),
            )}
          </div>
        </details>
        <p className="hint" data-tags-said aria-live="polite" />
        <p className="quiet">
          Nothing fits? <a href={paths.proposeTag}>Propose a tag</a>
        </p>
        {tagError && (
          <p className="error" id="e-tags">
            {tagError}
          </p>
        )}
      </fieldset>
      <details className="more-details" open={Boolean(form?.values.details?.[0] || details)}>
        <summary>Add details or a log</summary>
        <TextField
          name="details"
          label="Details"
          hint="Markdown, up to 5,000 characters."
          initial={details}
          rows={8}
          data-max={limits.detailsMax}
          data-preview-source
        />
        <output data-countdown={limits.detailsMax} htmlFor="f-details" />
        <div className="prose preview" data-preview />
      </details>
    </>
  )
}
