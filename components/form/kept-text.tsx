import { context } from '@/core/context'

/** Fields that a page sets by itself: nobody typed them. */
const ours = new Set(['back', 'version', 'parent', 'key', 'on', 'state', 'proof', 'answer'])

/**
 * What was typed into a form that this page no longer offers, to copy it from. Nothing when no such form came back.
 * @param actions where those forms are sent
 */
export function KeptText({ actions }: { actions: readonly string[] }) {
  const { form } = context()
  if (form?.outcome !== 'refused' || !actions.includes(form.action)) return null
  const texts = Object.entries(form.values)
    .filter(([name]) => !ours.has(name))
    .flatMap(([name, values]) => values.map((text) => ({ name, text })))
    .filter(({ text }) => text.trim() !== '')
  if (texts.length === 0) return null
  return (
    <section className="kept-text" aria-label="What you typed">
      {texts.map(({ name, text }) => (
        <div className="field" key={`${name} ${text}`}>
          <label htmlFor={`kept-${name}`}>What you typed: {name}</label>
          <textarea id={`kept-${name}`} rows={4} readOnly defaultValue={text} />
        </div>
      ))}
    </section>
  )
}
