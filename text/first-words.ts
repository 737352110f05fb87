import { clustersOf } from './graphemes'

/**
 * Returns the first line of a text, cut at a word near `most` characters: a title for what has none.
 * @param most length in grapheme clusters; a word that begins after the half of it is left out whole
 */
export function firstWords(text: string, most = 80): string {
  const line = text.split('\n')[0] ?? ''
  if (line.length <= most) return line
  const clusters: string[] = []
  for (const cluster of clustersOf(line)) {
    if (clusters.length === most) {
      const space = clusters.lastIndexOf(' ')
      return `${clusters.slice(0, space > most / 2 ? space : most).join('')}…`
    }
    clusters.push(cluster)
  }
  return line
}
