/** An error in the content, with its place. */
export class ContentFault extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    message: string,
  ) {
    super(`${file}:${line} ${message}`)
  }
}

/** Collects errors, so that one build reports all of them. */
export class Faults {
  readonly found: ContentFault[] = []
  add(file: string, line: number, message: string): void {
    this.found.push(new ContentFault(file, line, message))
  }
}
