import { StringDecoder } from 'node:string_decoder'
import { lookUp } from '@/core/look-up'

/** Sequences that terminals send for keys (ECMA-48, xterm). */
const sequences: Readonly<Record<string, string>> = {
  '\x1b[A': 'up',
  '\x1bOA': 'up',
  '\x1b[B': 'down',
  '\x1bOB': 'down',
  '\x1b[5~': 'page-up',
  '\x1b[6~': 'page-down',
  '\x1b[H': 'home',
  '\x1b[1~': 'home',
  '\x1b[F': 'end',
  '\x1b[4~': 'end',
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x03': 'ctrl-c',
  '\x04': 'ctrl-d',
  '\x0c': 'ctrl-l',
}

/** One key: a whole control sequence, two bytes of Alt, or a character. */
const pattern = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[A-Z]|\x1b[^[O\x1b]|[\s\S]/gu

/** Reads keys from what a terminal sends. Sequences that mean none of our keys are left out. */
export class Keys {
  private readonly decoder = new StringDecoder('utf8')

  /** @returns names of keys, or the characters typed */
  read(bytes: Buffer): string[] {
    return (this.decoder.write(bytes).match(pattern) ?? []).flatMap((found) => {
      const name = lookUp(sequences, found)
      if (name) return [name]
      if (found === '\x1b') return ['escape']
      return found.length > 2 || found < ' ' ? [] : [found]
    })
  }
}
