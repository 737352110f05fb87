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
          words: `${plural(light, 'more vote is shown but doesn’t', 'more votes are shown but don’t')} affect the ranking (no account, a new account, or coordinated voting)`,
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
      { words: `${people(bemoan, 'bemoans', 'bemoan')} it too: 1 point each`, gives: half(bemoan) },
      {
        words: `${people(selfInflicted, 'calls', 'call')} it self-inflicted: half a point each`,
        gives: half(selfInflicted / 2),
      },
      {
        words: `${people(commenters, 'talks', 'talk')} about it: half a point each, for at most as many as bemoan it`,
        gives: half(talk / 2),
      },
      ...whyLight(inputs),
      { words: 'The sum, but at least 1', gives: half(weight) },
      { words: 'The logarithm of the sum: ten times the votes add 1', gives: fixed(Math.log10(weight), 3) },
      {
        words: `Published ${hours === 0 ? 'within the hour' : `${plural(hours, 'hour')} ago`}. Newer ones rank higher: 16 hours are worth as much as ten times the votes (seconds since 1970, divided by 57,600)`,
        gives: fixed(epoch / hotPeriod, 3),
      },
    ],
    total: { words: 'Hotness, which orders this list', gives: fixed(score, 3) },
    remark:
      needed <= 1
        ? 'A new bemoaning ranks higher without a single vote.'
        : `A new bemoaning needs ${counted(Math.ceil(needed))} votes of “I bemoan this too” to rank as high.`,
  }
}

function whyTop(inputs: Inputs, window: Window): Explanation {
  const { bemoan, selfInflicted } = inputs
  return {
    steps: [
      { words: `${people(bemoan, 'bemoans', 'bemoan')} it too: 1 point each`, gives: half(bemoan) },
      {
        words: `${people(selfInflicted, 'calls', 'call')} it self-inflicted: half a point each`,
        gives: half(selfInflicted / 2),
      },
      ...whyLight(inputs),
    ],
    total: { words: 'Points, which order this list', gives: half(bemoan + selfInflicted / 2) },
    remark: `This list has the bemoanings of ${spans[window]}. Of two with the same points the newer comes first.`,
  }
}

function whyControversial(inputs: Inputs): Explanation {
  const { bemoan, selfInflicted } = inputs
  const [few, many] = [Math.min(bemoan, selfInflicted), Math.max(bemoan, selfInflicted)]
  return {
    steps: [
      { words: 'Votes of both kinds', gives: counted(bemoan + selfInflicted) },
      {
        words: `How even they are: ${counted(few)} of the rarer kind divided by ${counted(many)} of the other`,
        gives: fixed(many === 0 ? 0 : few / many, 3),
      },
      ...whyLight(inputs),
    ],
    total: {
      words: 'The first to the power of the second, which orders this list',
      gives: fixed(controversy(bemoan, selfInflicted), 3),
    },
    remark:
      'Bemoanings with many, evenly split votes rank highest. This list leaves out those that everybody agrees on.',
  }
}

const whySelf = (inputs: Inputs): Explanation => ({
  steps: [
    { words: 'People who call it self-inflicted', gives: counted(inputs.selfInflicted) },
    { words: 'People who bemoan it too', gives: counted(inputs.bemoan) },
    ...whyLight(inputs),
  ],
  total: { words: 'The first, which orders this list', gives: counted(inputs.selfInflicted) },
  remark: 'This list has the bemoanings that more people call self-inflicted than bemoan.',
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
