import { context } from '@/core/context'

/** The small scripts beside that of every page. */
export type ScriptName =
  /** Helps while writing. */
  | 's'
  /** The jury's. */
  | 'j'
  /** Copies code and sorts tables. */
  | 'b'
  /** Walks the bishop. */
  | 'r'
  /** Cooks. */
  | 'c'
  /** Makes and uses passkeys. */
  | 'p'

/** A script beside that of every page. Pages work without. */
export function OwnScript({ name }: { name: ScriptName }) {
  return (
    <script
      src={`/${name}.js${process.env.SCRIPT_HASH ? `?v=${process.env.SCRIPT_HASH}` : ''}`}
      defer
      nonce={context().nonce ?? undefined}
    />
  )
}
