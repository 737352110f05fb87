import type { ComponentProps, ReactNode } from 'react'
import { context } from '@/core/context'

type Common = {
  name: string
  label: string
  hint?: ReactNode
  initial?: string
  /** Where its form is sent, on pages with several forms: it takes back only what that one held. */
  action?: string
}

const returned = (action: string | undefined) => {
  const { form } = context()
  return action === undefined || form?.action === action ? form : null
}

/** What was typed into a field of a form that came back. */
export const typed = (name: string, initial = '', action?: string): string =>
  returned(action)?.values[name]?.[0] ?? initial

/** Ids are the field's name alone where its form is the one that came back: the notice leads there. */
const idOf = (name: string, action: string | undefined): string =>
  action === undefined || returned(action) ? name : `${name}${action.replaceAll('/', '-')}`

function wiring({ name, hint, action }: Common) {
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
      'aria-invalid': error ? (true as const) : undefined,
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
      )}
      {children}
      {error && (
        <p className="error" id={`e-${id}`}>
          {error}
        </p>
      )}
    </div>
  )
}

/** A labelled line of input that keeps what was typed and shows what is wrong with it. */
export function Field({
  name,
  label,
  hint,
  initial,
  action,
  ...input
}: Common & Omit<ComponentProps<'input'>, 'name'>) {
  const { error, id, props } = wiring({ name, label, hint, ...(action ? { action } : {}) })
  const kept = input.type === 'password' ? undefined : typed(name, initial, action)
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input {...props} {...input} defaultValue={kept} />
    </Frame>
  )
}

/** The same for text of several lines. */
export function TextField({
  name,
  label,
  hint,
  initial,
  action,
  ...area
}: Common & Omit<ComponentProps<'textarea'>, 'name'>) {
  const { error, id, props } = wiring({ name, label, hint, ...(action ? { action } : {}) })
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea {...props} {...area} defaultValue={typed(name, initial, action)} />
    </Frame>
  )
}
