import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { columns } from './columns'
import { axisLabels, extentOf, type Label } from './labels'
import { rows } from './rows'
import { fitted, narrowest, shortCount, textWidth } from './text'

/** Asserts that labels stay inside the chart and do not touch. */
function assertReadable(labels: readonly Label[]): void {
  let free = -0.01
  for (const label of labels) {
    const [left, right] = extentOf(label)
    assert.ok(left >= free, `${label.text} begins at ${left}, ${free} is taken`)
    assert.ok(right <= narrowest + 0.01, `${label.text} ends at ${right}`)
    free = right
  }
}

function finite(value: unknown): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value))
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(finite)
}

test('no values give an empty chart', () => {
  const none = columns([])
  assert.deepEqual([none.bars, none.axis, none.peak, none.area], [[], [], null, null])
  finite(none)
  assert.deepEqual(rows([]).rows, [])
  const zero = columns([{ label: 'today', value: 0 }])
  assert.equal(zero.bars[0]?.height, 0)
  assert.equal(zero.peak, null)
  assert.equal(rows([{ label: 'ci', value: 0 }]).rows[0]?.width, 0)
})

test('one value gives one bar of full height and limited width', () => {
  const { bars, peak, axis, base, top } = columns([{ label: '22 Nov', value: 7 }])
  assert.equal(bars.length, 1)
  assert.equal(bars[0]?.y, top)
  assert.equal((bars[0]?.y ?? 0) + (bars[0]?.height ?? 0), base)
  assert.ok((bars[0]?.width ?? 100) < 20)
  assert.equal(peak?.text, '7')
  assert.equal(axis.length, 1)
})

const values = fc.array(
  fc.record({
    label: fc.constantFrom('22 Nov', 'Nov 2026', '0', '23', 'today'),
    value: fc.integer({ min: 0, max: 2_000_000_000 }),
  }),
  { maxLength: 200 },
)

test('columns begin at zero, keep their proportions and stay inside', () => {
  fc.assert(
    fc.property(values, fc.boolean(), (list, last) => {
      const chart = columns(list, { last })
      finite(chart)
      const most = Math.max(0, ...list.map(({ value }) => value))
      for (const [index, bar] of chart.bars.entries()) {
        assert.ok(bar.x >= 0 && bar.x + bar.width <= 100.01)
        assert.ok(Math.abs(bar.y + bar.height - chart.base) < 0.02)
        const share = most > 0 ? (list[index]?.value ?? 0) / most : 0
        assert.ok(Math.abs(bar.height - share * (chart.base - chart.top)) <= 1.5)
      }
      assert.equal(chart.area === null, list.length <= 72)
      assertReadable(chart.axis)
      if (chart.peak) assertReadable([chart.peak])
    }),
  )
})

test('bars are named in full or cut with an ellipsis, and end inside', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ label: fc.string({ maxLength: 60 }), value: fc.nat() })), (list) => {
      const chart = rows(list)
      finite(chart)
      for (const row of chart.rows) {
        assert.ok(chart.left + (row.width / 100) * narrowest <= narrowest)
        assert.ok(chart.left + textWidth(row.name) <= narrowest)
        assert.ok(textWidth(row.count) <= chart.countX + 0.1)
        assert.ok(row.y + row.height <= chart.height)
      }
    }),
  )
})

test('an axis has as many labels as fit, in even steps', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour))
  assert.deepEqual(
    axisLabels(hours).map(({ text }) => text),
    ['0', '2', '4', '6', '8', '10', '12', '14', '16', '18', '20', '22'],
  )
  const days = Array.from({ length: 30 }, (_, day) => `${day + 1} Nov`)
  const named = axisLabels(days, { last: true })
  assert.equal(named.at(-1)?.text, '30 Nov')
  assert.ok(named.length >= 4)
  assertReadable(named)
})

test('counts are abbreviated from 100,000 on, and names are cut to fit', () => {
  assert.equal(shortCount(99_999), '99,999')
  assert.equal(shortCount(1_234_567), '1.2M')
  assert.equal(fitted('Documentation', 400), 'Documentation')
  assert.match(fitted('A name that is far too long for this', 80), /^A name.*…$/)
})
