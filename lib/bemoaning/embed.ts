import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import { escapeHtml } from '@/text/escape'
import type { Card } from './card'

/** Default width of an embedded bemoaning, in pixels. */
export const embedWidth = 560

/** Returns the height that a text needs at a width, in pixels: generous, since a frame cannot grow. */
export function embedHeight(body: string, width: number): number {
  const perLine = Math.max(12, Math.floor((width - 90) / 9.5))
  const lines = body.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0)
  return 116 + lines * 30
}

/** Returns the code that shows a bemoaning on another page: a frame, no script. */
export function embedCode({ id, body }: Pick<Card, 'id' | 'body'>, width = embedWidth): string {
  const address = escapeHtml(absolute(paths.embed(id)))
  return `<iframe src="${address}" width="${width}" height="${embedHeight(body, width)}" style="border:0" loading="lazy" title="IBTSOCS #${id}"></iframe>`
}
