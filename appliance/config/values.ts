// Values as written in a config, and as the builder reads them.
import { z } from 'zod'
import { keymapNear, localeNear, timezoneNear } from './did-you-mean'
import { keymaps, locales } from './names'
import { sentenceOf } from './sentences'
import { keyFault } from './ssh-key'
import { asMeant } from './suggest'
import { timezones } from './zones'

const units: Record<string, number> = { M: 1 << 20, G: 1 << 30, T: 2 ** 40 }

const notSize = 'Write a size as a whole number with M, G or T, such as 10G. Without a letter it counts MiB.'

/** A size: `512M`, `10G`, `1T`; a number without a letter, also in quotes, counts MiB. @returns bytes */
export const size = (least: string, most: string) =>
  z
    .union([z.int(notSize).min(1, notSize).max(99_999_999, notSize), z.string()], notSize)
    .transform((given) => (/^\d+$/.test(String(given)) ? `${given}M` : String(given)))
    .pipe(z.string().regex(/^[1-9]\d{0,7}[MGT]$/, notSize))
    .transform(bytesOf)
    .refine(
      (bytes) => bytes >= bytesOf(least) && bytes <= bytesOf(most),
      `The size must be between ${least} and ${most}.`,
    )

/** Converts a valid size to bytes. */
export const bytesOf = (text: string): number => Number.parseInt(text, 10) * (units[text.slice(-1)] ?? 0)

/** A span: `90s`, `10m`, `2h`. @returns seconds */
export const span = z
  .string()
  .regex(/^[1-9]\d{0,4}[smh]$/, 'Write a duration as a whole number with s, m or h, such as 10m.')
  .transform((text) => Number.parseInt(text, 10) * ({ s: 1, m: 60, h: 3_600 }[text.slice(-1)] ?? 0))
  .refine((seconds) => seconds <= 86_400, 'The maximum is one day.')

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'

/** True for a name that tools of hypervisors take for the number of another guest (`xl destroy 7`). */
export const isNumber = (name: string): boolean => /^\d+$/.test(name)
const numberAsName = 'A name can’t be a number: hypervisors would take it for another guest’s. Add a letter.'

/** A name of one label, for a machine, volume or file. */
export const machineName = z
  .string()
  .regex(
    new RegExp(`^${label}$`),
    'Use at most 63 lower-case letters, digits and hyphens, with no hyphen at either end.',
  )
  .refine((name) => !isNumber(name), numberAsName)

/** A fully qualified host name. */
export const hostName = z
  .string()
  .max(253)
  .regex(
    new RegExp(`^${label}(?:\\.${label})+$`),
    'Write a full host name in lower case, such as www.example.org.',
  )

/** A hypervisor's name of a bridge or volume group, which ends up in its config files. */
export const deviceName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.+-]{0,14}$/,
    'Use at most 15 letters, digits, _ . + and -, beginning with a letter or digit.',
  )

/** The address of a mirror. */
export const mirror = z
  .string()
  .max(500)
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~/-]*)?$/,
    'A mirror must be an http or https address without a query.',
  )
  .transform((text) => text.replace(/\/+$/, ''))

export const packageName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9+.-]{1,99}$/, 'This isn’t a valid name of a Debian package.')

/** True for a private key in any format that OpenSSH reads. */
export const isPrivateKey = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)

/** The message about a private key, wherever it is found. */
export const neverPrivate =
  'This is a PRIVATE key, which must never leave its machine. Name the file beside it that ends in .pub. If others have seen this text, they can use the key: make a new pair with ssh-keygen.'

export const publicKey = z
  .string()
  .max(16_384)
  .refine((text) => !isPrivateKey(text), { error: neverPrivate, abort: true })
  .regex(
    /^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+=*(?: [^\n\r]*)?$/,
    {
      error:
        'This isn’t an OpenSSH public key, such as “ssh-ed25519 AAAA…”, or the path of its file, such as ~/.ssh/id_ed25519.pub.',
      abort: true,
    },
  )
  .superRefine((line, context) => {
    const message = keyFault(line)
    if (message) context.addIssue({ code: 'custom', message })
  })

/** True for a path rather than a key: keys contain a space, and none starts like a path. */
export const isPath = (text: string): boolean => /^(~\/|\/|\.{1,2}\/)\S|^[^\s]+\.pub$/.test(text)

/** A public key, or the path of a file with public keys. */
export const keyOrFile = z.string().superRefine((text, context) => {
  if (isPath(text)) return
  const found = publicKey.safeParse(text, { error: sentenceOf })
  for (const { message } of found.error?.issues ?? []) context.addIssue({ code: 'custom', message })
})

export const mac = z
  .string()
  .regex(
    /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/,
    'Write a MAC address as six pairs of lower-case hex digits with colons between them.',
  )
  .refine((text) => text !== '00:00:00:00:00:00', 'No card has the address of zeros alone. Leave it out.')
  .refine(
    (text) => (Number.parseInt(text.slice(0, 2), 16) & 1) === 0,
    'This is a multicast address. Make the first byte even.',
  )

/** A name that Debian knows. @param near finds the name that was probably meant by an unknown one */
const named = (what: string, known: readonly string[], near: (word: string) => string | null) =>
  z.string().superRefine((word, context) => {
    if (known.includes(word)) return
    context.addIssue({
      code: 'custom',
      message: `Unknown ${what} “${word.slice(0, 60)}”.${asMeant(near(word))}`,
    })
  })

export const locale = named('locale', locales, localeNear)
export const keymap = named('keymap', keymaps, keymapNear)
export const timezone = named('time zone', timezones, timezoneNear)
