import { Field } from '../../form/field'

/** The field for a code of an authenticator app, or a recovery code. */
export function CodeField({ action, required = false }: { action: string; required?: boolean }) {
  return (
    <Field
      name="code"
      label="Code"
      hint="Six digits from your authenticator app, or a recovery code."
      action={action}
      // A recovery code has letters, so this is no number field.
      inputMode="text"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40}
      required={required}
    />
  )
}
