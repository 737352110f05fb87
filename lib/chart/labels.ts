import { narrowest, round, textWidth } from './text'

/** A text under, above or beside a mark: `x` in percent of the chart's width. */
export type Label = { x: number; anchor: 'start' | 'middle' | 'end'; text: string }

/** Returns a label's left and right edges at the narrowest width, in pixels. */
export function extentOf({ x, anchor, text }: Label): [left: number, right: number] {
  const at = (x / 100) * narrowest
  const width = textWidth(text)
  const left = anchor === 'start' ? at : anchor === 'end' ? at - width : at - width / 2
  return [left, left + width]
}

/** Centres a label in a place, or aligns it with the place's edge if it would leave the chart. */
export function placed(text: string, left: number, right: number): Label {
  const label: Label = { x: round((left + right) / 2), anchor: 'middle', text }
  const [from, to] = extentOf(label)
  if (from < 0) return { x: round(Math.max(0, left)), anchor: 'start', text }
  if (to > narrowest) return { x: round(Math.min(100, right)), anchor: 'end', text }
  return label
}

/** Familiar steps: days, weeks, hours, years of months. */
const steps = [1, 2, 3, 4, 6, 7, 8, 12, 14, 24, 36, 48, 60, 120, 240, 600, 1_200]

const gap = 4

/**
 * Labels places on an axis, as many as fit without touching, in even steps.
 * @param last whether the last place must be labelled; else the first
 */
export function axisLabels(texts: readonly string[], { last = false } = {}): Label[] {
  const count = texts.length
  const slot = 100 / Math.max(1, count)
  const label = (index: number): Label => placed(texts[index] ?? '', index * slot, (index + 1) * slot)
  for (const step of steps) {
    const labels: Label[] = []
    if (last) for (let index = count - 1; index >= 0; index -= step) labels.unshift(label(index))
    else for (let index = 0; index < count; index += step) labels.push(label(index))
    const apart = labels.every((one, index) => {
      const next = labels[index + 1]
      return !next || extentOf(one)[1] + gap <= extentOf(next)[0]
    })
    if (apart) return labels
  }
  return count === 0 ? [] : [label(last ? count - 1 : 0)]
}
