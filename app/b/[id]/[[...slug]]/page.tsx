import type { Metadata } from 'next'
import { cache } from 'react'
import { Card } from '@/components/bemoaning/card'
import { Gone, goneTitle } from '@/components/bemoaning/gone'
import { Tips } from '@/components/bemoaning/tips'
import { WatchForm } from '@/components/bemoaning/watch-form'
import { WorldState } from '@/components/bemoaning/world-state'
import { comments as commentsOf } from '@/components/comment/comments'
import { hostOfCard } from '@/components/comment/host'
import { Remedy } from '@/components/comment/remedy'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing, missingMetadata } from '@/components/frame/missing'
import { Muted } from '@/components/frame/muted'
import { Page } from '@/components/frame/page'
import { ModerateForm } from '@/components/moderation/moderate-form'
import { Part } from '@/components/parts/part'
import { cacheTags } from '@/core/cache-tags'
import { context, forHead } from '@/core/context'
import { misfit } from '@/core/frame'
import { after, onlyThread, queried } from '@/core/page-query'
import { inFormat, paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { findFate, findMine, findPermalink } from '@/lib/bemoaning'
import { listComments } from '@/lib/comment'
import { findHearing } from '@/lib/jury'
import { findMuted } from '@/lib/reader'
import { firstWords } from '@/text/first-words'

type Props = { params: Promise<{ id: string; slug?: string[] }> }

const idOf = (text: string): number | null =>
  /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null

const read = cache(async (text: string) => {
  const id = idOf(text)
  return id === null ? null : forHead(() => findPermalink(id, queried('muted') === 'show'))
})

const readFate = cache(async (text: string) => {
  const id = idOf(text)
  return id === null ? null : forHead(() => findFate(id, context().viewer))
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  const card = (await read(id))?.card
  if (!card) {
    const fate = await readFate(id)
    return fate
      ? { title: forHead(() => goneTitle(idOf(id) ?? 0, fate)), robots: { index: false } }
      : missingMetadata
  }
  const path = paths.bemoaning(card.id, card.body)
  return {
    title: `#${card.id}: ${firstWords(card.body, 60)}`,
    description: card.body,
    alternates: {
      canonical: path,
      types: {
        'application/atom+xml': inFormat(paths.shortBemoaning(card.id), 'atom'),
        'application/json': inFormat(paths.shortBemoaning(card.id), 'json'),
        'application/json+oembed': paths.oembed(path),
      },
    },
    openGraph: {
      type: 'article',
      title: `#${card.id}`,
      description: card.body,
      url: path,
      images: [{ url: paths.picture(card.id), width: 1200, height: 630, alt: card.body }],
      publishedTime: card.createdAt.toISOString(),
    },
  }
}

/** Returns the content of the page of a published bemoaning. */
async function content(id: number) {
  const here = context()
  here.tags.add(cacheTags.bemoaning(id))
  const found = await findPermalink(id, queried('muted') === 'show')
  // Muted, or gone just now.
  if (!found) return misfit()
  const { card, standing } = found
  const sort = queried('sort') === 'new' ? 'new' : 'best'
  const [comments, mine] = await Promise.all([
    listComments(id, card.remedyId, { sort, ...after(), ...onlyThread() }),
    findMine([id]),
  ])
  if (!comments.ok) return <BadAddress message={comments.message} />
  const own = mine.get(id)
  const another = queried('from') === 'random' ? paths.another(queried('tag')) : undefined
  return (
    <Page>
      {own?.own && queried('posted') && (
        <p className="lead" role="status">
          Everybody can read it now. We tell you in your inbox when somebody comments.
        </p>
      )}
      <Card card={card} mine={own} back={here.url} alone another={another} />
      <Remedy comments={comments.value.items} />
      {card.detailsHtml && (
        <section className="details prose" aria-label="Details">
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: out of text/markdown.ts, sanitised */}
          <div dangerouslySetInnerHTML={{ __html: card.detailsHtml }} />
        </section>
      )}
      <Tips card={card} comments={comments.value.items} />
      <WorldState card={card} standing={standing} mine={own} />
      <WatchForm id={id} mine={own} />
      {
        await commentsOf({
          host: hostOfCard(card),
          page: comments.value,
          sort,
          decides: (own?.own ?? false) || isModerator(here.viewer),
        })
      }
      {isModerator(here.viewer) && (
        <ModerateForm id={id} moves={card.locked ? ['remove'] : ['remove', 'lock']} />
      )}
    </Page>
  )
}

/** Returns the page of a bemoaning that this viewer does not see: muted, merged, removed, waiting, or never there. */
async function otherwise(id: number, text: string) {
  const here = context()
  const why = here.viewer && (await findMuted(id, here.viewer))
  if (why) return <Muted name={`#${id}`} anyway={paths.evenMuted(id)} why={why} />
  const fate = await readFate(text)
  if (!fate) return <Missing />
  if (fate.mergedInto) {
    const { id: other, body } = fate.mergedInto
    here.redirect = body === null ? paths.shortBemoaning(other) : paths.bemoaning(other, body)
    return null
  }
  const privileged = fate.own || isModerator(here.viewer)
  const hearing = privileged && fate.status !== 'removed' ? await findHearing(id) : null
  return <Gone id={id} fate={fate} hearing={hearing} />
}

/** A bemoaning on its own page, with its comments. */
export default async function Permalink({ params }: Props) {
  const { id: text, slug } = await params
  const id = idOf(text)
  if (id === null) return <Missing />
  const here = context()
  here.tags.add(cacheTags.bemoaning(id))
  const found = await read(text)
  if (!found) return otherwise(id, text)
  const path = paths.bemoaning(id, found.card.body)
  if (['', 'b', text, ...(slug ?? [])].join('/') !== path) {
    here.redirect = path + (here.url.includes('?') ? here.url.slice(here.url.indexOf('?')) : '')
    return null
  }
  return <Part of={() => content(id)} />
}
