/** Data about a page for search engines; it is data, and the content security policy has nothing to say to it. */
export function JsonLd({ data }: { data: unknown }) {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON of our own, in which no element can end
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}
