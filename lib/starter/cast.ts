/** The people of the starter content, used by seed and tests alike. None of them can sign in. */
export const cast = [
  'kettle',
  'nil_pointer',
  'grace_notes',
  'tabs-or-else',
  'off_by_1',
  'cronjob',
  'lorem_ipsa',
  'dba-in-exile',
  'quine',
  'mouse_trap',
] as const
