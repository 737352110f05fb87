import { paths } from '@/core/paths'
import { Page } from './page'

/** Shown in place of muted content: the reason, and a link to see it anyway. */
export function Muted({ name, anyway, why }: { name: string; anyway: string; why: readonly string[] }) {
  return (
    <Page>
      <h1 className="list-title">You have muted this.</h1>
      <p>
        {name} has something in it that you asked not to see: {why.join(', ')}. It is here for everybody else.
      </p>
      <p className="buttons">
        <a href={anyway} rel="nofollow">
          Show it anyway
        </a>{' '}
        <a href={paths.settingsReading}>Your mutes</a>
      </p>
    </Page>
  )
}
