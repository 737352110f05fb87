import { inFormat, paths } from '@/core/paths'
import type { Drawn } from '@/keys/randomart-input'
import { spaced } from '../parts/spaced'

const address = (format: string, query: Record<string, string>): string =>
  `${inFormat(paths.randomart(), format)}?${new URLSearchParams(query)}`

type Props = { drawn: Drawn; query: Record<string, string>; isSample: boolean }

/** The picture, its fingerprint, and the addresses for embedding it. */
export function RandomartPicture({ drawn: { lines, fingerprint, label }, query, isSample }: Props) {
  return (
    <section
      aria-label="The picture"
      className="bishop"
      data-widget=""
      data-bishop={fingerprint}
      data-kind={label}
    >
      {isSample && <p className="quiet">For example, the key of github.com:</p>}
      <pre className="code code-art" role="img" aria-label={`Randomart of ${fingerprint}`}>
        {lines.join('\n')}
      </pre>
      <p>
        {label} <code>{fingerprint}</code>
      </p>
      <p className="quiet">
        As{' '}
        {spaced(
          (['txt', 'svg', 'png'] as const).map((format, at) => (
            <span key={format}>
              <a href={address(format, query)}>{format}</a>
              {at < 2 && ','}
            </span>
          )),
        )}
        . How it comes about: <a href={paths.post('randomart')}>the drunken bishop, step by step</a>.
      </p>
    </section>
  )
}
