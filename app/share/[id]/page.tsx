import type { Metadata } from 'next'
import { Missing, missingMetadata } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { Part } from '@/components/parts/part'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import { embedCode, findBemoaning } from '@/lib/bemoaning'

type Props = { params: Promise<{ id: string }> }

const idOf = (text: string): number | null =>
  /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = idOf((await params).id)
  return id === null ? missingMetadata : { title: `Share #${id}`, robots: { index: false } }
}

function Shared({ name, label, text, rows }: { name: string; label: string; text: string; rows: number }) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <br />
      <textarea
        cols={72}
        id={name}
        className="shared"
        readOnly
        rows={rows}
        defaultValue={text}
        data-copy
        dir="auto"
      />
    </div>
  )
}

/** All ways to share a bemoaning. */
async function content(id: number | null) {
  const card = id === null ? null : await findBemoaning(id)
  if (!card) return <Missing />
  context().tags.add(cacheTags.bemoaning(card.id))
  const path = paths.bemoaning(card.id, card.body)
  return (
    <Page>
      <h1 className="list-title">
        Share <a href={path}>#{card.id}</a>
      </h1>
      <Shared name="link" label="The link" text={absolute(path)} rows={1} />
      <Shared name="text" label="The text" text={`${card.body}\nIBTSOCS\n${absolute(path)}`} rows={4} />
      <div className="field">
        <h2 className="label">The picture</h2>
        <a href={paths.picture(card.id)} download={`ibtsocs-${card.id}.png`}>
          {/* biome-ignore lint/performance/noImgElement: it is of this very size, and next/image is not used here */}
          <img
            className="shared-picture"
            src={paths.picture(card.id)}
            width={1200}
            height={630}
            alt={`#${card.id} as a picture, to save`}
          />
        </a>
      </div>
      <Shared name="code" label="To embed it in a page" text={embedCode(card)} rows={3} />
    </Page>
  )
}

export default async function Share({ params }: Props) {
  const id = idOf((await params).id)
  return <Part of={() => content(id)} />
}
