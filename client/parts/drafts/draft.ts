import { lookUp } from '@/core/look-up'

/** A form's content: texts by name, ticked boxes as a list. */
export type Draft = { at: number; fields: Record<string, string | string[]> }

/** A submitted form: the key of its draft, and its page. */
export type Sent = { key: string; from: string }

const TEXTS = ['textarea', 'text']

type Control = HTMLInputElement | HTMLTextAreaElement

/** The fields of a form that a draft keeps; no passwords, hidden fields or files. */
export const controlsOf = (form: HTMLFormElement): Control[] =>
  [...(form.elements as Iterable<Element> & HTMLFormControlsCollection)].filter(
    (field): field is Control => isText(field as Control) || isBox(field as Control),
  )

export const isBox = (field: Control): field is HTMLInputElement =>
  Boolean(field.name) && field.type === 'checkbox'
export const isText = (field: Control): boolean => Boolean(field.name) && TEXTS.includes(field.type)

/** Reads the form; null if it is empty. */
export function readDraft(controls: readonly Control[], at: number): Draft | null {
  const fields = new Map<string, string | string[]>()
  for (const field of controls) {
    if (isText(field) && field.value.trim()) fields.set(field.name, field.value)
    if (isBox(field) && field.checked)
      fields.set(field.name, [...(fields.get(field.name) ?? []), field.value])
  }
  return fields.size > 0 ? { at, fields: Object.fromEntries(fields) } : null
}

/** True if a form is still empty; only then may a draft be restored. */
export const isUntouched = (controls: readonly Control[]): boolean =>
  controls.every((field) =>
    isBox(field) ? !field.checked && !field.defaultChecked : !field.value && !field.defaultValue,
  )

/** Restores a draft to its form. @returns the changed fields */
export function fill(controls: readonly Control[], { fields }: Draft): Control[] {
  return controls.filter((field) => {
    const kept = lookUp(fields, field.name)
    if (isBox(field)) field.checked = Array.isArray(kept) && kept.includes(field.value)
    else if (typeof kept === 'string') field.value = kept
    return isBox(field) ? field.checked : typeof kept === 'string'
  })
}

/** How the loaded page was reached. */
export type Reached = {
  /** Of its navigation: `navigate`, `reload`, `back_forward`. */
  type: string
  referrer: string
  /** Address of the history entry before it, by the Navigation API; null where the browser has none. */
  previous: string | null
  /** Redirects on the way to it. */
  redirects: number
  /** True if it shows a rejected form. */
  refused: boolean
}

/**
 * True if the loaded page shows that the server has the submitted form. Firefox gives no referrer when a service worker
 * answered; the page before and a redirect, which every accepted form ends with, then say the same. If in doubt the
 * draft stays: an old draft is a nuisance, a lost one is a loss.
 * @param page how it was reached
 */
export const hasArrived = ({ from }: Sent, page: Reached): boolean => {
  if (page.refused || page.type === 'back_forward') return false
  const { referrer, previous, redirects } = page
  // Unlike a referrer, the address of an entry has its fragment.
  return referrer === '' ? previous?.replace(/#.*/, '') === from && redirects > 0 : referrer === from
}
