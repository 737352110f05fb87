import { Gauge, type Registry } from 'prom-client'
import { countWaiting, deliveryFaults } from '@/lib/delivery'

type Row = readonly [labels: Readonly<Record<string, string>>, value: number]

/**
 * Adds a gauge that is read from the database on each scrape. While the database is away it has no values: an old one
 * would look like a present one.
 */
export function storedGauge(
  registers: Registry[],
  name: string,
  help: string,
  labels: readonly string[],
  read: () => Promise<readonly Row[]>,
): void {
  new Gauge({
    name: `ibtsocs_${name}`,
    help,
    labelNames: [...labels],
    registers,
    async collect() {
      this.reset()
      for (const [given, value] of await read().catch(() => [])) this.set(given, value)
    },
  })
}

/** Adds the metrics of emails and pushes that wait. */
export function addDeliveryMetrics(registers: Registry[]): void {
  storedGauge(registers, 'deliveries_waiting', 'Emails and pushes that wait.', ['channel'], async () =>
    (await countWaiting()).map(({ channel, n }): Row => [{ channel }, n]),
  )
  storedGauge(
    registers,
    'delivery_oldest_seconds',
    'How long the oldest email or push has waited.',
    ['channel'],
    async () => (await countWaiting()).map(({ channel, age }): Row => [{ channel }, age]),
  )
  storedGauge(
    registers,
    'delivery_fault',
    'The server’s words about the last email or push that failed, until one gets through.',
    ['channel', 'said'],
    async () => [...deliveryFaults()].map(([channel, said]): Row => [{ channel, said }, 1]),
  )
}
