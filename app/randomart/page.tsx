import type { Metadata } from 'next'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { RandomartForm } from '@/components/randomart/randomart-form'
import { RandomartPicture } from '@/components/randomart/randomart-picture'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { drawRandomart } from '@/keys/randomart-input'

export const metadata: Metadata = {
  title: 'Randomart',
  description:
    'The picture that ssh-keygen draws of a key, from a public key line or a fingerprint: as text, SVG and PNG.',
  alternates: { canonical: paths.randomart() },
}

/** The key shown by default: GitHub's, which can be compared with the published one. */
const sample = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'

const asked = (): Record<string, string> =>
  Object.fromEntries(
    [...new URLSearchParams(context().url.split('?')[1] ?? '')].filter(([, value]) => value.trim() !== ''),
  )

/** Draws the randomart of a key. */
export default framed(async () => {
  const query = asked()
  const isAsked = query.key !== undefined || query.fingerprint !== undefined
  const made = drawRandomart(isAsked ? query : { key: sample })
  if (!made.ok) context().status = 400
  return (
    <Page>
      <h1>Randomart</h1>
      <p className="lead">
        What <code>ssh-keygen -lv</code> draws of a key. A different picture proves a different key; the same
        picture proves nothing.
      </p>
      <RandomartForm query={query} error={made.ok ? null : made.message} />
      {made.ok && (
        <RandomartPicture drawn={made.value} query={isAsked ? query : { key: sample }} isSample={!isAsked} />
      )}
      <OwnScript name="r" />
    </Page>
  )
})
