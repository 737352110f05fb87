/**
 * What a table holds under a key that comes from outside. Unlike `table[key]` it finds nothing that every object inherits:
 * `constructor`, `toString`, `__proto__`.
 * @returns undefined when the table itself has no such key
 */
export const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined
