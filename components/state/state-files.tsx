import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import type { StateWindow } from '@/core/windows'
import { cardSize } from '@/lib/state'
import { CodeBlock } from '../parts/code-block'

/** Machine formats of the figures, and a card for other pages. */
export function StateFiles({ window }: { window: StateWindow }) {
  const { width, height } = cardSize
  const alt = 'State of Computer Science, the last 30 days'
  return (
    <section className="state-files" aria-labelledby="files">
      <h2 id="files">Take it with you</h2>
      <p>
        <a href={paths.stateFile('csv', window)}>CSV</a> · <a href={paths.stateFile('json', window)}>JSON</a>{' '}
        · <a href={`${paths.api}/state?window=${window}`}>API</a>. Or put this card on a page of yours; it
        keeps itself up to date and brings no script.
      </p>
      <p>
        {/* biome-ignore lint/performance/noImgElement: a picture made by our own server, as others embed it */}
        <img
          className="state-card"
          src={paths.stateCard}
          width={width}
          height={height}
          alt={alt}
          loading="lazy"
        />
      </p>
      <CodeBlock>
        {`<a href="${absolute(paths.state())}">
  <img src="${absolute(paths.stateCard)}"
    width="${width}" height="${height}" alt="${alt}">
</a>`}
      </CodeBlock>
    </section>
  )
}
