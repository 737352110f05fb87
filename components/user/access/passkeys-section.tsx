import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { type HeldPasskey, registrationOptions, relyingParty } from '@/lib/user'
import { returnedField } from '../../form/field'
import { RemovableRow } from '../../form/removable-row'
import { Ago } from '../../parts/ago'
import { PasskeyButton } from './passkey-button'

/** A passkey in a list, with its name, age and last use. */
export function PasskeyRow({ passkey }: { passkey: HeldPasskey }) {
  return (
    <RemovableRow value={passkey.id} action={paths.removePasskey} verb="Remove">
      {passkey.name}{' '}
      <span className="quiet">
        added <Ago date={passkey.createdAt} />,{' '}
        {passkey.usedAt ? (
          <>
            used <Ago date={passkey.usedAt} />
          </>
        ) : (
          'not used yet'
        )}
      </span>
    </RemovableRow>
  )
}

/** The viewer's passkeys, and the form to add one. */
export async function PasskeysSection({ viewer, held }: { viewer: Viewer; held: readonly HeldPasskey[] }) {
  const options = await registrationOptions(viewer, held)
  const party = relyingParty()
  return (
    <section id="passkeys">
      <h2>Passkeys</h2>
      <p>
        A passkey signs you in without a handle or a password: your device asks for your finger, face or PIN.
      </p>
      <ul className="rows">
        {held.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      {options ? (
        <>
          <PasskeyButton
            action={paths.passkeys}
            options={options}
            label="Add a passkey"
            name={{
              label: 'Name',
              hint: 'So that you know it again, such as “work laptop”.',
              most: 60,
              ...returnedField('name', paths.passkeys),
            }}
          />
          <p className="quiet" data-without-passkeys>
            To add one, you need a browser that runs our script and knows passkeys.
          </p>
        </>
      ) : (
        <p className="quiet">{'why' in party ? party.why : ''}</p>
      )}
    </section>
  )
}
