import type { ComponentProps, ReactNode } from 'react'
import { context } from '@/core/context'

type Common = {
  name: string
  label: string
  hint?: ReactNode
  initial?: string
  /** Action of its form, on pages with several forms: the field keeps only input sent to that one. */
  action?: string
}

const returned = (action: string | undefined) => {
  const { form } = context()
  return action === undefined || form?.action === action ? form : null
}

/** Returns the value of a field in a form to show again. */
export const typed = (name: string, initial = '', action?: string): string =>
  returned(action)?.values[name]?.[0] ?? initial

/** Returns what was typed into a field of a form to show again, and what was wrong with it. */
export const returnedField = (
  name: string,
  action: string,
): { typed: string; error: string | undefined } => ({
  typed: typed(name, '', action),
  error: returned(action)?.errors.find(({ path }) => path === name)?.message,
})

/** The id is the field's plain name in the form to show again, since the notice links to it. */
const idOf = (name: string, action: string | undefined): string =>
  action === undefined || returned(action) ? name : `${name}${action.replaceAll('/', '-')}`

function wiring({ name, hint, action, required }: Common & { required?: boolean | undefined }) {
  const error = returned(action)?.errors.find(({ path }) => path === name)?.message
  const id = idOf(name, action)
  const described = [hint ? `h-${id}` : '', error ? `e-${id}` : ''].filter(Boolean).join(' ')
  return {
    error,
    id,
    props: {
      id: `f-${id}`,
      name,
      'aria-describedby': described || undefined,
      // Firefox calls an empty required field invalid before anybody has typed, unless it is told otherwise.
      'aria-invalid': error ? true : required ? false : undefined,
    },
  }
}

function Frame({
  id,
  label,
  hint,
  error,
  children,
}: Pick<Common, 'label' | 'hint'> & { id: string; error: string | undefined; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={`f-${id}`}>{label}</label>
      {hint && (
        <p className="hint" id={`h-${id}`}>
          {hint}
        </p>
      )}{' '}
      {children}
      {error && (
        <p className="error" id={`e-${id}`}>
          {error}
        </p>
      )}
    </div>
  )
}

/** A labelled input that keeps its value and shows its error. */
export function Field({
  name,
  label,
  hint,
  initial,
  action,
  ...input
}: Common & Omit<ComponentProps<'input'>, 'name'>) {
  const { error, id, props } = wiring({
    name,
    label,
    hint,
    required: input.required,
    ...(action ? { action } : {}),
  })
  const kept = input.type === 'password' ? undefined : typed(name, initial, action)
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input {...props} {...input} defaultValue={kept} />
    </Frame>
  )
}

/** The same for multi-line text. */
export function TextField({
  name,
  label,
  hint,
  initial,
  action,
  ...area
}: Common & Omit<ComponentProps<'textarea'>, 'name'>) {
  const { error, id, props } = wiring({
    name,
    label,
    hint,
    required: area.required,
    ...(action ? { action } : {}),
  })
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      {!hint && <br />}
      <textarea cols={72} {...props} {...area} defaultValue={typed(name, initial, action)} />
    </Frame>
  )
}
