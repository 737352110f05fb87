import type { Metadata } from 'next'
import { TextField, typed } from '@/components/form/field'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { Lines } from '@/components/parts/lines'
import { spaced } from '@/components/parts/spaced'
import { context } from '@/core/context'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { subjectTypes } from '@/core/vocabulary'
import { findReportable, type Reportable, reportLimits, reportReasons } from '@/lib/moderation'

export const metadata: Metadata = { title: 'Report', robots: { index: false } }

function About({ found: { text, href } }: { found: Reportable }) {
  return (
    <blockquote className="why-about kept" dir="auto">
      <a href={href}>
        <Lines text={text} />
      </a>
    </blockquote>
  )
}

function Sent({ found }: { found: Reportable }) {
  return (
    <Page>
      <h1 className="list-title">The moderators have it now.</h1>
      <p>
        They give the reason for their decision in the <a href={paths.log}>log</a>
        {context().viewer && (
          <>
            {' '}
            and in your <a href={paths.inbox}>inbox</a>
          </>
        )}
        . You don’t need to report it again.
      </p>
      <p>
        <a href={found.href}>Back to {found.what === `The user ${found.text}` ? found.text : found.what}</a>
      </p>
    </Page>
  )
}

/** Reports something, with a reason. */
export default async function Report() {
  const type = subjectTypes.find((name) => name === queried('type'))
  const text = queried('id') ?? ''
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
  const found = type && id !== null ? await findReportable({ type, id }, context().viewer) : null
  if (!found || !type || id === null) return <Missing />
  if (queried('sent')) return <Sent found={found} />
  const wrong = context().form?.errors.find(({ path }) => path === 'reason')?.message
  const chosen = typed('reason')
  return (
    <Page>
      <h1 className="list-title">Report {type === 'user' ? 'a user' : `a ${type}`}</h1>
      <About found={found} />
      <form method="post" action={paths.reportForm} className="report-form">
        <input type="hidden" name="type" value={type} />
        <input type="hidden" name="id" value={id} />
        <fieldset aria-describedby={wrong ? 'e-reason' : undefined}>
          <legend>What is wrong with it?</legend>
          {spaced(
            reportReasons.map(({ name, label, says }) => (
              <label key={name} className="reason">
                <input type="radio" name="reason" value={name} defaultChecked={chosen === name} required />{' '}
                <span>
                  <strong>{label}.</strong> {says}
                </span>
              </label>
            )),
          )}
        </fieldset>
        {wrong && (
          <p className="error" id="e-reason">
            {wrong}
          </p>
        )}
        <TextField
          name="note"
          label="Note for the moderators, if it needs one"
          hint="Only moderators read it."
          rows={3}
          data-max={reportLimits.noteMax}
        />
        <output data-countdown={reportLimits.noteMax} />
        <p className="buttons">
          <button type="submit" className="primary">
            Report it
          </button>{' '}
          <a href={found.href}>Back</a>
        </p>
      </form>
      <p className="quiet">
        Moderators decide, in public. Reports alone never hide anything, however many there are.{' '}
        <a href={`${paths.rules}#reports`}>How reports work</a>
      </p>
    </Page>
  )
}
