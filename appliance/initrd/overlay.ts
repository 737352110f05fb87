import type { Values } from '../config/resolved'
import type { AppSource } from '../plan/app'
import { lateCommands, lateScript } from '../plan/late'
import { cacheInGuest } from '../plan/plan'
import { preseedOf, preseedText } from '../plan/preseed'
import type { CpioEntry } from './cpio'

/** Sends the installer's log to the second serial line, and keeps none of debconf's descriptors. */
const forwardLog = `tail -n +1 -f /var/log/syslog </dev/null >/dev/ttyS1 2>/dev/null 3>&- 4>&- 5>&- 6>&- &
`

/**
 * Everything that could be fetched is there already, so nothing is: its answers and ours would cross on debconf's one
 * line (seen: the last questions of finish-install taken for "back").
 */
const fetchNothing = `#!/bin/sh
logger -t anna-install "not fetched: $*"
exit 1
`

/** What any unattended install needs in the installer's initrd: the answers, and the log's way out. */
export const answeredBy = (preseed: string): CpioEntry[] => [
  { path: 'preseed.cfg', kind: 'file', mode: 0o600, data: preseed },
  { path: 'usr/lib/debian-installer-startup.d/S11appliance', kind: 'file', mode: 0o755, data: forwardLog },
  { path: 'usr/bin/anna-install', kind: 'file', mode: 0o755, data: fetchNothing },
]

/**
 * What is added to the installer's initrd: the answers (locales are asked for before there is a network), the last
 * step, and the log's way out. Files below usr/lib, since lib is a link there.
 */
export const overlayEntries = (values: Values, nonce: string, app: AppSource | null): CpioEntry[] => [
  ...answeredBy(preseedText(preseedOf(values, cacheInGuest, app))),
  { path: lateScript.slice(1), kind: 'file', mode: 0o700, data: lateCommands(values, nonce, app) },
]
