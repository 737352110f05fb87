import { context } from '@/core/context'

/** Fields set by the page, not typed by the user. */
const ours = new Set(['back', 'version', 'parent', 'key', 'on', 'state', 'proof', 'answer'])

/**
 * Input sent to a form that this page no longer offers, to copy from. Empty if there is none.
 * @param actions of those forms; all without
 */
export function KeptText({ actions }: { actions?: readonly string[] }) {
  const { form } = context()
  if (!form || form.outcome === 'done' || (actions && !actions.includes(form.action))) return null
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
          <br />
          <textarea cols={72} id={`kept-${name}`} rows={4} readOnly defaultValue={text} />
        </div>
      ))}
    </section>
  )
}
