import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import type { HeldSshKey } from '@/lib/user'
import { TextField } from '../../form/field'
import { RemovableRow } from '../../form/removable-row'
import { Ago } from '../../parts/ago'
import { KeyCodeForm } from './key-code'
import { SignatureFields } from './signature-fields'

const action = paths.keys

/** An SSH key in a list. */
export function SshKeyRow({ sshKey }: { sshKey: HeldSshKey }) {
  return (
    <RemovableRow value={sshKey.id} action={paths.removeKey} verb="Remove">
      <code>{sshKey.fingerprint}</code> {sshKey.comment}{' '}
      <span className="quiet">
        {sshKey.usedAt ? (
          <>
            used <Ago date={sshKey.usedAt} />
          </>
        ) : (
          'not used yet'
        )}
      </span>
    </RemovableRow>
  )
}

/** The viewer's SSH keys, and the form to add one, which requires a signature by it. */
export function SshKeysSection({ viewer, keys }: { viewer: Viewer; keys: readonly HeldSshKey[] }) {
  return (
    <section id="keys">
      <h2>SSH keys</h2>
      <p>
        A key signs you in without a password, and your first one draws your randomart. See your{' '}
        <a href={paths.user(viewer.handle)}>page</a>.
      </p>
      <ul className="rows">
        {keys.map((key) => (
          <SshKeyRow key={key.id} sshKey={key} />
        ))}
      </ul>
      <form method="post" action={action}>
        <TextField
          name="key"
          label="Public key"
          hint="One line of ~/.ssh/id_ed25519.pub or the like."
          action={action}
          rows={3}
          required
          spellCheck={false}
        />
        <p>Prove that it is yours: run the command of your shell, and paste what it prints.</p>
        <SignatureFields action={action} />
        <p className="buttons">
          <button type="submit">Add the key</button>
        </p>
      </form>
      <KeyCodeForm />
    </section>
  )
}
