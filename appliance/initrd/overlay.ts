import type { Values } from '../config/resolved'
import { lateCommands, lateScript } from '../plan/late'
import { cacheInGuest } from '../plan/plan'
import { preseedOf, preseedText } from '../plan/preseed'
import { cpio, type Entry } from './cpio'

/** Sends the installer's log to the second serial line, and keeps none of debconf's descriptors. */
const forwardLog = `tail -n +1 -f /var/log/syslog </dev/null >/dev/ttyS1 2>/dev/null 3>&- 4>&- 5>&- 6>&- &
`

/**
 * What is added to the installer's initrd: the answers (locales are asked for before there is a network), the last
 * step, and the log's way out. Files below usr/lib, since lib is a link there.
 */
export const overlayEntries = (values: Values, nonce: string): Entry[] => [
  { path: 'preseed.cfg', kind: 'file', mode: 0o600, data: preseedText(preseedOf(values, cacheInGuest)) },
  { path: lateScript.slice(1), kind: 'file', mode: 0o700, data: lateCommands(values, nonce) },
  { path: 'usr/lib/debian-installer-startup.d/S11appliance', kind: 'file', mode: 0o755, data: forwardLog },
]

export const overlay = (values: Values, nonce: string): Buffer => cpio(overlayEntries(values, nonce))
