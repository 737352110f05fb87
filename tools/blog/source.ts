import type { Faults } from './fault'

/** The text of a post while it is compiled: where it is, and whom to complain to. */
export class Source {
  /** Every link to a place on this site, with its line, to be looked up once all posts are known. */
  readonly links: { href: string; line: number }[] = []

  constructor(
    readonly slug: string,
    /** As it is named in complaints. */
    readonly file: string,
    readonly folder: string,
    readonly markdown: string,
    /** Lines of the file before the text begins. */
    private readonly before: number,
    private readonly faults: Faults,
  ) {}

  /** @param line of the text, from 1 */
  fault(line: number, message: string): void {
    this.faults.add(this.file, line + this.before, message)
  }
}
