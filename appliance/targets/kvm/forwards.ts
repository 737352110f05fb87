import { z } from 'zod'
import { ownKey } from '../target'

/** `8443:443`: a port of this machine forwarded to one of the guest. */
const forward = z
  .string()
  .regex(/^\d{1,5}:\d{1,5}$/, 'Write a port of this machine and a port of the guest, such as 8443:443.')
  .transform((text) => {
    const [host = 0, guest = 0] = text.split(':').map(Number)
    return { host, guest }
  })
  .refine(
    ({ host, guest }) => host >= 1_024 && host <= 65_535 && guest >= 1 && guest <= 65_535,
    'This machine’s port must be between 1024 and 65535 (lower ones need root), the guest’s between 1 and 65535.',
  )

/** Forwarded ports of this machine, instead of a bridge. */
export const forwards = ownKey<{ host: number; guest: number }[]>({
  section: 'net',
  name: 'forwards',
  schema: z
    .array(forward)
    .max(20)
    .refine(
      (list) => new Set(list.map(({ host }) => host)).size === list.length,
      'A port of this machine is forwarded twice.',
    ),
  otherwise: [],
  comment: "on kvm:/// instead of a bridge: ['8443:443', '8022:22']",
  without: ['bridge', 'more', 'bond', 'vlan'],
  only: 'Ports can be forwarded only on kvm:///.',
})
