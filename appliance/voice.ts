/** `say` is the result on stdout, `note` is talk on stderr. */
export type Voice = { say: (line: string) => void; note: (line: string) => void }
