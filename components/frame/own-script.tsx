import { context } from '@/core/context'
import { type ScriptName, scriptPath } from '@/core/script'

/** Loads an additional script. Pages work without it. */
export function OwnScript({ name }: { name: Exclude<ScriptName, 'e'> }) {
  return <script src={scriptPath(name)} defer nonce={context().nonce ?? undefined} />
}
