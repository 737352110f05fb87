import type { Faults } from './fault'

/** The text of a post during compilation: its place, and where to report errors. */
export class Source {
  /** Every internal link with its line, checked once all posts are known. */
  readonly links: { href: string; line: number }[] = []

  constructor(
    readonly slug: string,
    /** The name of the file in error messages. */
    readonly file: string,
    readonly folder: string,
    readonly markdown: string,
    /** Lines of the file before the text. */
    private readonly before: number,
    private readonly faults: Faults,
  ) {}

  /** @param line of the text, from 1 */
  fault(line: number, message: string): void {
    this.faults.add(this.file, line + this.before, message)
  }
}
