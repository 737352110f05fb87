import { rateLimits } from '@/core/limits'
import { paths } from '@/core/paths'
import { proposalLimits } from '@/lib/tag-proposal'
import { Field } from '../form/field'

/** Proposes a tag to the moderators. */
export function ProposeForm() {
  const { labelMax, nameMax, whyMax, whyMin } = proposalLimits
  const action = paths.proposeTag
  return (
    <form method="post" action={action} data-draft="tag">
      <Field
        name="name"
        action={action}
        label="Name"
        hint="For the address: a to z, digits and hyphens, such as code-review."
        required
        maxLength={nameMax}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      <Field
        name="label"
        action={action}
        label="Label"
        hint="For people, such as Code review."
        required
        maxLength={labelMax}
        autoComplete="off"
      />
      <Field
        name="why"
        action={action}
        label="Why do we need it?"
        hint={`One sentence, ${whyMin} to ${whyMax} characters. Only moderators read it.`}
        required
        maxLength={whyMax}
      />
      <Field
        name="bemoaning"
        action={action}
        label="A bemoaning that needs it"
        hint="Its number, if you know one."
        inputMode="numeric"
        placeholder="#1024"
        autoComplete="off"
      />
      <p className="quiet">
        You can propose {rateLimits['propose-tag'].points} tags a day. If moderators decline a name, it can be
        proposed again after {proposalLimits.againDays} days.
      </p>
      <p className="buttons">
        <button type="submit" className="primary">
          Propose the tag
        </button>
      </p>
    </form>
  )
}
