import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { all } from '../ui/dom'

/** Numbers tried before yielding to the page. */
const AT_ONCE = 2_000

/** True if the number solves the challenge. */
export const isAnswer = (salt: string, number: number, challenge: string): boolean =>
  bytesToHex(sha256(utf8ToBytes(salt + number))) === challenge

/** Searches for the number, yielding to the page between batches. */
export async function findAnswer(salt: string, challenge: string, most = 1_000_000): Promise<number | null> {
  for (let from = 0; from <= most; from += AT_ONCE) {
    for (let number = from; number < from + AT_ONCE; number += 1)
      if (isAnswer(salt, number, challenge)) return number
    await new Promise((resolve) => setTimeout(resolve))
  }
  return null
}

function start(box: HTMLElement): void {
  const form = box.closest('form')
  const answer = box.querySelector<HTMLInputElement>('[name=answer]')
  const note = box.querySelector<HTMLElement>('[data-proof-note]')
  if (!form || !answer || !note) return
  const { salt, challenge } = JSON.parse(box.dataset.proof ?? '{}') as { salt: string; challenge: string }
  box.querySelector<HTMLElement>('[data-proof-manual]')?.toggleAttribute('hidden', true)
  let working: Promise<void> | null = null
  const work = (): Promise<void> => {
    working ??= findAnswer(salt, challenge).then((number) => {
      answer.value = number === null ? '' : String(number)
      note.textContent = ''
    })
    return working
  }
  // Starts while the user is writing.
  form.addEventListener('focusin', () => void work(), { once: true })
  form.addEventListener('submit', (event) => {
    if (answer.value) return
    event.preventDefault()
    event.stopImmediatePropagation()
    note.textContent = 'One second: your computer is doing a little work first.'
    const { submitter } = event
    void work().then(() => form.requestSubmit(submitter))
  })
}

/** Solves the proof of work of forms used without an account. */
export function startProof(): void {
  for (const box of all<HTMLElement>('[data-proof]')) start(box)
}
