import { context } from '@/core/context'
import { paths } from '@/core/paths'
import type { Tag } from '@/lib/tag'
import { spaced } from '../parts/spaced'

/** Follows or mutes a tag, or neither. Shown when signed in. */
export function TagChoice({ tag }: { tag: Pick<Tag, 'id' | 'name'> }) {
  const { viewer, url } = context()
  if (!viewer) return null
  const choices = [
    ['follow', 'Follow', 'Following', viewer.follows.includes(tag.id)],
    ['mute', 'Mute', 'Muted', viewer.mutes.tags.includes(tag.id)],
  ] as const
  return (
    <form method="post" action={paths.chooseTag(tag.name)} className="choices">
      <input type="hidden" name="back" value={url.replace(/[?&]after=[^&]*/, '')} />
      {spaced(
        choices.map(([choice, label, done, on]) => (
          <button type="submit" key={choice} name="choice" value={on ? 'none' : choice} aria-pressed={on}>
            {on ? done : label}
            <span className="sr-only"> {tag.name}</span>
          </button>
        )),
      )}
    </form>
  )
}
