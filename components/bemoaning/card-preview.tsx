import { context } from '@/core/context'

/** The card as it will look, filled by client/parts/writing/card-preview.ts while the text is written. */
export function CardPreview() {
  const { viewer } = context()
  return (
    <div data-card-preview hidden>
      <h2 className="label">How it will look</h2>
      <div className="entry preview-entry">
        <div className="gutter" aria-hidden="true">
          #
        </div>
        <div className="entry-body">
          <p className="bemoaning kept" dir="auto">
            <span data-preview-text /> <span className="stamp">IBTSOCS</span>
          </p>
          <p className="byline">
            <span data-preview-author={viewer?.handle ?? 'anonymous'} /> <span>just now</span>{' '}
            <span data-preview-tags />
          </p>
        </div>
      </div>
    </div>
  )
}
