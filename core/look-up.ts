/**
 * Looks up an untrusted key in a table. Unlike `table[key]` it ignores inherited properties: `constructor`, `toString`,
 * `__proto__`.
 * @returns undefined if the table has no own property of that name
 */
export const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined
