import { files } from '@/core/paths'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { SiteFooter } from '@/components/frame/site-footer'
import { SiteHeader } from '@/components/frame/site-header'
import { Part } from '@/components/parts/part'
import { context } from '@/core/context'
import { placeAttributes } from '@/core/parts'
import { scriptPath } from '@/core/script'
import { origin, siteName, siteTitle } from '@/core/site'
import { viewerMark } from '@/core/viewer-mark'

// Pages are rendered per request: the build must not query the database.
export const dynamic = 'force-dynamic'

export async function generateMetadata(): Promise<Metadata> {
  return {
    metadataBase: new URL(origin()),
    title: { default: `${siteTitle} · ${siteName}`, template: `%s · ${siteName}` },
    description: 'Short complaints by people who write software, and what cures them.',
    applicationName: siteName,
    icons: { icon: [{ url: files.icon, type: 'image/svg+xml' }], apple: files.touchIcon },
    manifest: files.manifest,
    openGraph: { siteName: siteTitle, type: 'website', images: [files.picture] },
    twitter: { card: 'summary_large_image' },
  }
}

export async function generateViewport(): Promise<Viewport> {
  const { theme } = context().look
  const light = { media: '(prefers-color-scheme: light)', color: '#fbf7ef' }
  const dark = { media: '(prefers-color-scheme: dark)', color: '#171512' }
  if (theme === 'system') return { themeColor: [light, dark], colorScheme: 'light dark' }
  return { themeColor: theme === 'light' ? light.color : dark.color, colorScheme: theme }
}

/** What scripts need to know about the reader, as attributes of the page. */
function readerAttributes() {
  const { viewer, shared } = context()
  return {
    'data-shared': shared ? '' : undefined,
    'data-owner': viewer && !shared ? viewerMark(viewer.id) : undefined,
    'data-keys': viewer && !viewer.keyboard ? 'off' : undefined,
  }
}

export default function RootLayout({ children }: { children: ReactNode }) {
  const { look, nonce } = context()
  return (
    <html
      lang="en"
      data-theme={look.theme === 'system' ? undefined : look.theme}
      data-density={look.compact ? 'compact' : undefined}
      {...placeAttributes(readerAttributes)}
    >
      <head>
        <link rel="preload" href={files.font} as="font" type="font/woff2" crossOrigin="" />
        <link
          rel="search"
          type="application/opensearchdescription+xml"
          title={siteName}
          href={files.openSearch}
        />
        <script src={scriptPath('e')} defer nonce={nonce ?? undefined} />
      </head>
      <body>
        <Part of={() => <SiteHeader />} />
        {children}
        <Part of={() => <SiteFooter />} />
        <p id="said" className="sr-only" role="status" aria-live="polite" />
      </body>
    </html>
  )
}
