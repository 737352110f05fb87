import type { Values } from '../config/resolved'
import type { AppSource } from '../plan/app'
import { lateCommands, lateScript } from '../plan/late'
import { cacheInGuest } from '../plan/plan'
import { preseedOf, preseedText } from '../plan/preseed'
import type { CpioEntry } from './cpio'

/**
 * Sends the installer's log to the second serial line. Closes debconf's file descriptors, so that it inherits none.
 */
const forwardLog = `tail -n +1 -f /var/log/syslog </dev/null >/dev/ttyS1 2>/dev/null 3>&- 4>&- 5>&- 6>&- &
`

/**
 * Disables fetching, because everything is there already: its replies and ours would collide on debconf's single
 * connection (seen: the last questions of finish-install taken for "back").
 */
const fetchNothing = `#!/bin/sh
logger -t anna-install "not fetched: $*"
exit 1
`

/** Returns the additions to the initrd for any unattended install: the preseed, and the forwarding of the log. */
export const answeredBy = (preseed: string): CpioEntry[] => [
  { path: 'preseed.cfg', kind: 'file', mode: 0o600, data: preseed },
  { path: 'usr/lib/debian-installer-startup.d/S11appliance', kind: 'file', mode: 0o755, data: forwardLog },
  { path: 'usr/bin/anna-install', kind: 'file', mode: 0o755, data: fetchNothing },
]

/**
 * Returns the additions to the installer's initrd: the preseed (locales are asked for before there is a network), the
 * last step, and the forwarding of the log. Files go below usr/lib, since lib is a link there.
 */
export const overlayEntries = (values: Values, nonce: string, app: AppSource | null): CpioEntry[] => [
  ...answeredBy(preseedText(preseedOf(values, cacheInGuest, app))),
  { path: lateScript.slice(1), kind: 'file', mode: 0o700, data: lateCommands(values, nonce, app) },
]
