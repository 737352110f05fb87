/** The first thing that is wrong with an environment, as a sentence for the operator; null when all is well. */
export function environmentFault(source: Readonly<Record<string, string | undefined>>): string | null
