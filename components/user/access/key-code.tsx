import { paths } from '@/core/paths'
import { sshCommand, sshDoor } from '@/core/ssh-door'
import { keyCodeMinutes } from '@/lib/user'
import { CodeBlock } from '../../parts/code-block'

/** The form that makes a code to add a key from a terminal; nothing while the site isn’t reached by ssh. */
export function KeyCodeForm() {
  if (!sshDoor()) return null
  return (
    <form method="post" action={paths.keyCode}>
      <h3>From a terminal</h3>
      <p>Connect by ssh with the key, and add it with a code.</p>
      <p className="buttons">
        <button type="submit">Make a code</button>
      </p>
    </form>
  )
}

/** A new code, shown once, with the command that uses it. */
export function KeyCode({ code }: { code: string }) {
  const door = sshDoor()
  return (
    <div role="status" className="fresh-token">
      <p>
        <strong>Your code for one key.</strong> It works once, in the next {keyCodeMinutes} minutes, while you
        stay signed in here. Run this where the key is:
      </p>
      <CodeBlock>{door ? `${sshCommand(door)} join --code ${code}` : code}</CodeBlock>
    </div>
  )
}
