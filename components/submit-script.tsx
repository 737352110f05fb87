import { context } from '@/lib/context'

/** The script that helps while writing; the form works without it. */
export function SubmitScript() {
  return (
    <script
      src={`/s.js${process.env.SCRIPT_HASH ? `?v=${process.env.SCRIPT_HASH}` : ''}`}
      defer
      nonce={context().nonce ?? undefined}
    />
  )
}
