import { Field } from '../../form/field'

/** The field for a code from an authenticator app, or a recovery code. */
export function CodeField({ action, required = false }: { action: string; required?: boolean }) {
  return (
    <Field
      name="code"
      label="Code"
      hint="Six digits from your authenticator app, or a recovery code."
      action={action}
      // Recovery codes have letters, so the keyboard must not be numeric.
      inputMode="text"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40}
      required={required}
    />
  )
}
