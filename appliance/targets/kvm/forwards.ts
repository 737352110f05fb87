import { z } from 'zod'
import { ownKey } from '../target'

/** `8443:443`: a port of this machine forwarded to one of the guest. */
const forward = z
  .string()
  .regex(/^\d{1,5}:\d{1,5}$/, 'It is such as 8443:443, a port here and a port of the guest.')
  .transform((text) => {
    const [host = 0, guest = 0] = text.split(':').map(Number)
    return { host, guest }
  })
  .refine(
    ({ host, guest }) => host >= 1_024 && host <= 65_535 && guest >= 1 && guest <= 65_535,
    'Ports here are 1024 to 65535: the guest runs as nobody special.',
  )

/** Forwarded ports of this machine, instead of a bridge. */
export const forwards = ownKey<{ host: number; guest: number }[]>({
  section: 'net',
  name: 'forwards',
  schema: z.array(forward).max(20),
  otherwise: [],
  comment: "on kvm:/// instead of a bridge: ['8443:443', '8022:22']",
  only: 'Ports are forwarded on kvm:/// only.',
})
