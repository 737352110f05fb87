import type { Feed } from '@/core/feeds'
import { counted, plural } from '@/core/plural'
import type { Window } from '@/core/vocabulary'
import { controversy, hotness, hotPeriod } from './ranking'

/**
 * The inputs of the formulas: votes that count, and `light`, the shown ones that do not. `epoch` is in seconds since
 * 1970.
 */
export type Inputs = {
  bemoan: number
  selfInflicted: number
  light: number
  commenters: number
  epoch: number
}

/** One step of the sum: its input in words, and the resulting number. */
export type Step = { words: string; gives: string }
export type Explanation = { steps: Step[]; total: Step; remark: string }

const fixed = (value: number, digits = 2): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
const half = (value: number): string => fixed(value, value % 1 === 0 ? 0 : 1)
const people = (count: number, does: string, do_: string): string =>
  plural(count, `person ${does}`, `people ${do_}`)

const spans: Record<Window, string> = {
  day: 'the last 24 hours',
  week: 'the last 7 days',
  month: 'the last 30 days',
  year: 'the last 365 days',
  all: 'all time',
}

/** Explains votes that are shown on the card but do not count here. */
const whyLight = ({ light }: Inputs): Step[] =>
  light === 0
    ? []
    : [
        {
          words: `${plural(light, 'more vote is', 'more votes are')} shown and weigh${light === 1 ? 's' : ''} nothing: without an account, by one younger than a day, or of a ring`,
          gives: '0',
        },
      ]

function whyHot(inputs: Inputs, now: number): Explanation {
  const { bemoan, selfInflicted, commenters, epoch } = inputs
  const talk = Math.min(bemoan, commenters)
  const weight = Math.max(1, bemoan + selfInflicted / 2 + talk / 2)
  const score = hotness(inputs, epoch)
  const needed = 10 ** (score - now / hotPeriod)
  const hours = Math.max(0, Math.round((now - epoch) / 3_600))
  return {
    steps: [
      { words: `${people(bemoan, 'bemoans', 'bemoan')} it too; each counts 1`, gives: half(bemoan) },
      {
        words: `${people(selfInflicted, 'calls', 'call')} it self-inflicted; each counts a half`,
        gives: half(selfInflicted / 2),
      },
      {
        words: `${people(commenters, 'talks', 'talk')} about it; each counts a half, up to as many as bemoan it`,
        gives: half(talk / 2),
      },
      ...whyLight(inputs),
      { words: 'Together, but at least 1', gives: half(weight) },
      { words: 'Its logarithm: ten times as much counts 1 more', gives: fixed(Math.log10(weight), 3) },
      {
        words: `It appeared ${hours === 0 ? 'within the hour' : `${plural(hours, 'hour')} ago`}; every 16 hours later count 1 more (seconds since 1970, by 57,600)`,
        gives: fixed(epoch / hotPeriod, 3),
      },
    ],
    total: { words: 'Hotness, by which the list is ordered', gives: fixed(score, 3) },
    remark:
      needed <= 1
        ? 'One that appears right now stands above it without a single vote.'
        : `One that appears right now needs ${counted(Math.ceil(needed))} people who bemoan it to stand as high.`,
  }
}

function whyTop(inputs: Inputs, window: Window): Explanation {
  const { bemoan, selfInflicted } = inputs
  return {
    steps: [
      { words: `${people(bemoan, 'bemoans', 'bemoan')} it too; each counts 1`, gives: half(bemoan) },
      {
        words: `${people(selfInflicted, 'calls', 'call')} it self-inflicted; each counts a half`,
        gives: half(selfInflicted / 2),
      },
      ...whyLight(inputs),
    ],
    total: { words: 'Points, by which the list is ordered', gives: half(bemoan + selfInflicted / 2) },
    remark: `Only what appeared in ${spans[window]} is in this list. Age counts for nothing else; of two with the same points the newer comes first.`,
  }
}

function whyControversial(inputs: Inputs): Explanation {
  const { bemoan, selfInflicted } = inputs
  const [few, many] = [Math.min(bemoan, selfInflicted), Math.max(bemoan, selfInflicted)]
  return {
    steps: [
      { words: 'Votes of both kinds', gives: counted(bemoan + selfInflicted) },
      {
        words: `How even they are: ${counted(few)} of the rarer kind by ${counted(many)} of the other`,
        gives: fixed(many === 0 ? 0 : few / many, 3),
      },
      ...whyLight(inputs),
    ],
    total: {
      words: 'The first to the power of the second, by which the list is ordered',
      gives: fixed(controversy(bemoan, selfInflicted), 3),
    },
    remark: 'Many votes, evenly split, stand highest. What everybody agrees on is not in this list.',
  }
}

const whySelf = (inputs: Inputs): Explanation => ({
  steps: [
    { words: 'People who call it self-inflicted', gives: counted(inputs.selfInflicted) },
    { words: 'People who bemoan it too', gives: counted(inputs.bemoan) },
    ...whyLight(inputs),
  ],
  total: { words: 'The first, by which the list is ordered', gives: counted(inputs.selfInflicted) },
  remark: 'Only what more people call self-inflicted than bemoan is in this list.',
})

/**
 * Explains a rank: the inputs of the list's formula with its numbers, in words.
 * @param now seconds since 1970
 * @returns null for lists without a formula
 */
export function explain(feed: Feed, inputs: Inputs, now = Date.now() / 1000): Explanation | null {
  switch (feed.order) {
    case 'hot':
      return whyHot(inputs, now)
    case 'top':
      return whyTop(inputs, feed.window ?? 'week')
    case 'controversial':
      return whyControversial(inputs)
    case 'self':
      return whySelf(inputs)
    default:
      return null
  }
}
