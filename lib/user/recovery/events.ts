import { lookUp } from '@/core/look-up'

/** Security events of an account, with the sentence for its owner. The names are stored in `security_events`. */
export const accountEvents = {
  password: 'Your password was changed.',
  reset: 'Your password was reset through a link in an email.',
  address: 'Your email address was changed.',
  'address-undone': 'A change to your account was undone.',
  'ssh-key-added': 'An SSH key was added.',
  'ssh-key-removed': 'An SSH key was removed.',
  'ssh-key-lost': 'An SSH key was removed: another account proved that it owns the key.',
  'passkey-added': 'A passkey was added.',
  'passkey-removed': 'A passkey was removed.',
  'factor-on': 'Two-step sign-in was turned on.',
  'factor-off': 'Two-step sign-in was turned off.',
  'codes-renewed': 'New recovery codes were made. The old ones no longer work.',
  'code-used': 'A recovery code was used.',
  'token-made': 'An API token was made.',
  'token-removed': 'An API token was removed.',
  'provider-removed': 'A provider was unlinked.',
  'feed-renewed': 'A new private feed address was made.',
  'feed-ended': 'The private feed address was removed.',
  'sessions-ended': 'Other sessions were ended.',
  'access-ended': 'All other ways into your account were removed.',
  handle: 'Your handle was changed.',
  exported: 'Your data was downloaded.',
} as const

export type AccountEvent = keyof typeof accountEvents

/** Returns the sentence of a stored event; a general one for events of a later build. */
export const sentenceOfEvent = (event: string): string =>
  lookUp<string>(accountEvents, event) ?? 'Something about how you sign in has changed.'
