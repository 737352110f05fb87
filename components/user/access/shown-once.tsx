import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { CodeBlock } from '../../parts/code-block'
import { KeyCode } from './key-code'

/** A new token or recovery codes, shown only once, at the top of the page. A script adds a button that copies them. */
export function ShownOnce() {
  const { form } = context()
  if (form?.outcome !== 'done') return null
  const isToken = form.action === paths.tokens
  const isCodes = form.action === paths.factor || form.action === paths.recoveryCodes
  if (form.action === paths.keyCode) return <KeyCode code={form.message} />
  if (!isToken && !isCodes) return null
  return (
    <div role="status" className="fresh-token">
      {isToken ? (
        <>
          <p>
            <label htmlFor="fresh-token">
              <strong>Your new token.</strong> We show it only now:
            </label>
          </p>
          <input
            id="fresh-token"
            readOnly
            defaultValue={form.message}
            autoComplete="off"
            spellCheck={false}
          />
        </>
      ) : (
        <>
          <p>
            <strong>Your recovery codes.</strong> Each works once, when your app is gone. We show them only
            now: print them, or keep them where you keep passwords.
          </p>
          <CodeBlock>{form.message}</CodeBlock>
        </>
      )}
    </div>
  )
}
