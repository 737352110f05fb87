import { plural } from '@/core/plural'
import { countDeliveries, listUndelivered, retryDeliveries, type Undelivered } from '@/lib/delivery'
import { form } from './form'

const line = (row: Undelivered): string =>
  `${String(row.id).padStart(6)} ${row.status.padEnd(8)}${row.channel.padEnd(5)}${row.kind.padEnd(8)}${(row.handle ?? '-').padEnd(21)} ${plural(row.attempts, 'try', 'tries')}  ${row.fault ?? ''}`

const list = form({
  usage: 'deliveries',
  does: 'list emails and pushes that wait or were given up, with what the server said; never what is in them',
  run: async (_, __, { json, say, note }) => {
    for (const row of await listUndelivered()) say(json ? JSON.stringify(row) : line(row))
    const counts = await countDeliveries()
    note(
      `${counts.waiting ?? 0} waiting, ${counts.failed ?? 0} failed, ${counts.sent ?? 0} sent in the last week.`,
    )
    return 0
  },
})

const retry = form({
  usage: 'deliveries retry',
  does: 'try all of them again now',
  run: async (_, __, { note }) => {
    note(`Retrying ${plural(await retryDeliveries(), 'delivery', 'deliveries')} now.`)
    return 0
  },
})

export const deliveryForms = [list, retry] as const
