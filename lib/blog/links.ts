/** A post that a text links to; the host is empty if the link begins with /blog/. */
export type PostLink = { slug: string; host: string }

const link = /(?:https?:\/\/([^/\s<>"]{1,200})|(?<![\w/.:-]))\/blog\/([a-z0-9-]{1,100})(?![\w/+.-]*\/)/gi

/** Returns the posts that a text links to, as the database's `posts_in` does. */
export function postsIn(text: string): PostLink[] {
  const found = [...text.matchAll(link)].map(([, host = '', slug = '']) => ({
    slug,
    host: host.toLowerCase(),
  }))
  return [...new Map(found.map((one) => [`${one.host} ${one.slug}`, one])).values()]
}
