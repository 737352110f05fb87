import type { Values } from '../config/resolved'

/** The application's own package, and the repository that the installer takes it from. */
export type AppSource = {
  /** The package's name. */
  name: string
  /** As in sources.list, with the address that the guest sees. */
  line: string
  /** The repository's public key, armoured. */
  key: string
}

/** What `app:` says when nothing is to be installed but the system. */
export const noApp = 'none'

/** Where the guest finds the local repository, beside the package cache. */
export const appLine = (host: string): string => `http://${host}/app appliance main`

/** What stands in a plan for a package that has not been made yet. */
export const plannedApp = ({ app }: Pick<Values, 'app'>, host: string): AppSource | null =>
  app === noApp
    ? null
    : { name: '<the package of app>', line: appLine(host), key: '<the key of the local repository>' }
