import { readFile } from 'node:fs/promises'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'

/** The first line of a file that age has encrypted. */
export const ageMark = 'age-encryption.org/v1\n'

/** The key does not open the file. */
export class KeyError extends Error {}

/** Returns a stream of the web's kind; it asks its source for the next chunk only when somebody reads. */
function webStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const from = source[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await from.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await from.return?.()
    },
  })
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** True for `age1…`, a recipient of age, also of its post-quantum kind. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** Encrypts to these recipients, so that the machine that makes backups cannot read them. */
export async function* sealed(
  source: AsyncIterable<Uint8Array>,
  recipients: readonly string[],
): AsyncGenerator<Uint8Array> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  yield* chunksOf(await encrypter.encrypt(webStream(source)))
}

/** A key that lives as long as this process: with its recipient a backup can be tried before anybody needs it. */
export async function passingKey(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** Reads the keys of a file as `age-keygen` writes it. @throws Error with a sentence for the operator */
export async function identitiesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(`${file} can’t be read (${code}).`)
  })
  const keys = text.split('\n').filter((line) => line.startsWith('AGE-SECRET-KEY-'))
  if (keys.length === 0) throw new Error(`${file} holds no key of age (AGE-SECRET-KEY-…).`)
  return keys.map((key) => key.trim())
}

/**
 * Decrypts with one of these keys.
 * @throws KeyError if none of them fits
 */
export async function* opened(
  source: AsyncIterable<Uint8Array>,
  identities: readonly string[],
): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter()
  for (const identity of identities)
    try {
      decrypter.addIdentity(identity)
    } catch {
      throw new KeyError('The key isn’t one of age.')
    }
  const stream = await decrypter.decrypt(webStream(source)).catch((error: Error) => {
    throw /no identity matched/.test(error.message) ? new KeyError('The key doesn’t open it.') : error
  })
  yield* chunksOf(stream)
}
