/** Something that is wrong with the content, and where. */
export class ContentFault extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    message: string,
  ) {
    super(`${file}:${line} ${message}`)
  }
}

/** Collects what is wrong, so that one build tells of all of it. */
export class Faults {
  readonly found: ContentFault[] = []
  add(file: string, line: number, message: string): void {
    this.found.push(new ContentFault(file, line, message))
  }
}
