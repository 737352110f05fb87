import type { ComponentProps, ReactNode } from 'react'
import { context } from '@/lib/context'

type Common = { name: string; label: string; hint?: ReactNode; initial?: string }

/** What was typed into a field of a form that came back. */
export const typed = (name: string, initial = ''): string => context().form?.values[name]?.[0] ?? initial

const errorOf = (name: string): string | undefined =>
  context().form?.errors.find(({ path }) => path === name)?.message

function wiring({ name, hint }: Common) {
  const error = errorOf(name)
  const described = [hint ? `h-${name}` : '', error ? `e-${name}` : ''].filter(Boolean).join(' ')
  return {
    error,
    props: {
      id: `f-${name}`,
      name,
      'aria-describedby': described || undefined,
      'aria-invalid': error ? (true as const) : undefined,
    },
  }
}

function Frame({
  name,
  label,
  hint,
  error,
  children,
}: Common & { error: string | undefined; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={`f-${name}`}>{label}</label>
      {hint && (
        <p className="hint" id={`h-${name}`}>
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p className="error" id={`e-${name}`}>
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
  ...input
}: Common & Omit<ComponentProps<'input'>, 'name'>) {
  const { error, props } = wiring({ name, label, hint })
  const kept = input.type === 'password' ? undefined : typed(name, initial)
  return (
    <Frame name={name} label={label} hint={hint} error={error}>
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
  ...area
}: Common & Omit<ComponentProps<'textarea'>, 'name'>) {
  const { error, props } = wiring({ name, label, hint })
  return (
    <Frame name={name} label={label} hint={hint} error={error}>
      <textarea {...props} {...area} defaultValue={typed(name, initial)} />
    </Frame>
  )
}
