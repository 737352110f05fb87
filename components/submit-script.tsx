import { context } from '@/lib/context'

/** A script beside that of every page: the one that helps while writing, or that of the jury. Pages work without. */
export function SubmitScript({ name = 's' }: { name?: 's' | 'j' }) {
  return (
    <script
      src={`/${name}.js${process.env.SCRIPT_HASH ? `?v=${process.env.SCRIPT_HASH}` : ''}`}
      defer
      nonce={context().nonce ?? undefined}
    />
  )
}
