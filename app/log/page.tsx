import type { Metadata } from 'next'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { LogLine } from '@/components/moderation/log-entry'
import { framed } from '@/components/parts/part'
import { spaced } from '@/components/parts/spaced'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { after, queried } from '@/core/page-query'
import { inFormat, pageAfter, paths } from '@/core/paths'
import { type LogFilters, listLog, logActions, logFilters, logTypes } from '@/lib/moderation'

const formats = ['atom', 'rss', 'json', 'txt'] as const

export const metadata: Metadata = {
  title: 'Moderation log',
  description: 'Every act of moderation, with its reason.',
  alternates: {
    canonical: paths.log,
    types: {
      'application/atom+xml': inFormat(paths.log, 'atom'),
      'application/rss+xml': inFormat(paths.log, 'rss'),
      'application/json': inFormat(paths.log, 'json'),
    },
  },
}

function Choice({
  name,
  label,
  all,
  options,
  chosen,
}: {
  name: string
  label: string
  all: string
  options: readonly string[]
  chosen: string | undefined
}) {
  return (
    <label>
      {label}{' '}
      <select name={name} defaultValue={chosen ?? ''}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  )
}

/** Filters the log; a plain GET form. */
function Filters({ action, moderator, type }: LogFilters) {
  return (
    <form className="filters" method="get" action={paths.log} aria-label="Filters">
      <Choice name="action" label="Act" all="every act" options={logActions} chosen={action} />{' '}
      <Choice name="type" label="on" all="everything" options={logTypes} chosen={type} />{' '}
      <label>
        by <input name="moderator" defaultValue={moderator} placeholder="anybody" maxLength={20} size={12} />
      </label>{' '}
      <button type="submit">Show</button>
    </form>
  )
}

/** The public log: actor, action, subject and reason. */
export default framed(async () => {
  const { tags } = context()
  tags.add(cacheTags.log)
  const filters = logFilters({
    action: queried('action'),
    moderator: queried('moderator'),
    type: queried('type'),
  })
  if (!filters.ok) return <BadAddress message={filters.message} />
  const log = await listLog({ ...filters.value, ...after() })
  if (!log.ok) return <BadAddress message={log.message} />
  const here = paths.logBy(filters.value)
  return (
    <Page>
      <div className="list-head">
        <h1 className="list-title">Moderation log</h1>
        <nav aria-label="This list for machines" className="formats">
          {spaced(
            formats.map((format) => (
              <a key={format} href={inFormat(here, format)}>
                {format}
              </a>
            )),
          )}
        </nav>
      </div>
      <p className="lead">Every act of moderation, with its reason. We don’t shadow-ban anybody.</p>
      <Filters {...filters.value} />
      {log.value.items.length === 0 && <p className="empty">No entries match.</p>}
      <ul className="log">
        {log.value.items.map((entry) => (
          <LogLine key={entry.id} entry={entry} />
        ))}
      </ul>
      {log.value.next && (
        <p className="more">
          <a href={pageAfter(here, log.value.next)}>Older entries</a>
        </p>
      )}
    </Page>
  )
})
