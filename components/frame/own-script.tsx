import { context } from '@/core/context'
import { type ScriptName, scriptPath } from '@/core/script'

/** A script beside that of every page. Pages work without. */
export function OwnScript({ name }: { name: Exclude<ScriptName, 'e'> }) {
  return <script src={scriptPath(name)} defer nonce={context().nonce ?? undefined} />
}
