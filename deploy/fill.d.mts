/** Names and what stands for them. */
export type Values = Readonly<Record<string, string>>
/** Replaces `@NAME@` in a text by its value. @throws Error that names the value that is missing or empty */
export function fill(text: string, values: Values): string
/** Returns a file of this folder, such as `etcd/etcd`, with its values filled in. */
export function filled(from: string, values: Values): string
/** Reads lines of `NAME=value`. */
export function readValues(text: string): Record<string, string>
/** The values of one machine, such as `DB1`: those of the cluster, its own address and its name. */
export function valuesOf(machine: string, values: Values): Record<string, string>
