/** Minutes in which an author may edit. */
export const editMinutes = 30
