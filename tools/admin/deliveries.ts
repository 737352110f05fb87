import { plural } from '@/core/plural'
import { countDeliveries, listUndelivered, retryDeliveries } from '@/lib/delivery'
import { parseCommand, UsageError } from './arguments'
import type { Voice } from './voice'

/** `deliveries` and `deliveries retry`: pending and failed deliveries. */
export async function deliveryCommand(args: string[], { json, say, note }: Voice): Promise<number> {
  const [verb] = parseCommand(args, 1).words
  if (verb === 'retry') {
    note(`Retrying ${plural(await retryDeliveries(), 'delivery', 'deliveries')} now.`)
    return 0
  }
  if (verb !== undefined) throw new UsageError('Write deliveries or deliveries retry.')
  for (const row of await listUndelivered()) {
    if (json) say(JSON.stringify(row))
    else
      say(
        `${String(row.id).padStart(6)} ${row.status.padEnd(8)}${row.channel.padEnd(5)}${row.kind.padEnd(8)}${(row.handle ?? '-').padEnd(21)} ${plural(row.attempts, 'try', 'tries')}  ${row.fault ?? ''}`,
      )
  }
  const counts = await countDeliveries()
  note(
    `${counts.waiting ?? 0} waiting, ${counts.failed ?? 0} failed, ${counts.sent ?? 0} sent in the last week.`,
  )
  return 0
}
