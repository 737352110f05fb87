/** The users of the starter content, for seed and tests. None of them can sign in. */
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
