import type { Values } from '../config/resolved'

/** The application's package, and the repository from which the installer gets it. */
export type AppSource = {
  /** The package's name. */
  name: string
  /** As in sources.list, with the address seen by the guest. */
  line: string
  /** The repository's public key, armoured. */
  key: string
}

/** The value of `app:` to install only the system. */
export const noApp = 'none'

/** Returns the sources.list line of the local repository, served next to the package cache. */
export const appLine = (host: string): string => `http://${host}/app appliance main`

/** The placeholder in a plan for a package that has not been built yet. */
export const plannedApp = ({ app }: Pick<Values, 'app'>, host: string): AppSource | null =>
  app === noApp
    ? null
    : { name: '<the package of app>', line: appLine(host), key: '<the key of the local repository>' }
