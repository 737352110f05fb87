/** Structured data for search engines. It is not executed, so the content security policy does not apply. */
export function JsonLd({ data }: { data: unknown }) {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON of our own, in which no element can end
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}
