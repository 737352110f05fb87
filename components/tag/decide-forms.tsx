import { paths } from '@/core/paths'
import { proposalLimits, type TagProposal } from '@/lib/tag-proposal'
import { Field } from '../form/field'

const Reason = ({ action }: { action: string }) => (
  <Field
    name="reason"
    action={action}
    label="Reason"
    hint="Everybody can read it, in the log."
    required
    maxLength={proposalLimits.reasonMax}
  />
)

/** Accepts a proposed tag, as the moderator words it. */
export function AcceptForm({ proposal: { id, name, label } }: { proposal: TagProposal }) {
  const action = paths.acceptTag(id)
  return (
    <section aria-labelledby="accept">
      <h2 id="accept">Accept it</h2>
      <form method="post" action={action} data-draft={`accept-tag-${id}`}>
        <Field
          name="name"
          action={action}
          label="Name"
          hint="It is in addresses, and can't be changed later."
          initial={name ?? ''}
          required
          maxLength={proposalLimits.nameMax}
        />
        <Field
          name="label"
          action={action}
          label="Label"
          initial={label ?? ''}
          required
          maxLength={proposalLimits.labelMax}
        />
        <Field
          name="description"
          action={action}
          label="Description"
          hint={`One line for the list of tags, ${proposalLimits.descriptionMin} to ${proposalLimits.descriptionMax} characters.`}
          required
          maxLength={proposalLimits.descriptionMax}
        />
        <Field
          name="aliases"
          action={action}
          label="Other names"
          hint={`What people type instead, separated by spaces. At most ${proposalLimits.aliasesMax}.`}
          autoCapitalize="none"
        />
        <Reason action={action} />
        <p className="buttons">
          <button type="submit" className="primary">
            Accept
          </button>
        </p>
      </form>
    </section>
  )
}

/** Declines a proposed tag. */
export function DeclineForm({ proposal: { id } }: { proposal: TagProposal }) {
  const action = paths.declineTag(id)
  return (
    <section aria-labelledby="decline">
      <h2 id="decline">Decline it</h2>
      <form method="post" action={action} data-draft={`decline-tag-${id}`}>
        <Reason action={action} />
        <p className="buttons">
          <button type="submit">Decline</button>
        </p>
      </form>
    </section>
  )
}
