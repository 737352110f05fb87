import { CommandError } from '../command'
import { joinCommand } from '../commands/join'
import { bemoan, completed, matching } from './compose'
import { type Page, pageOf } from './page'
import {
  readCommand,
  readForJury,
  readInbox,
  readList,
  readOn,
  readPost,
  readPosts,
  readRandom,
  readTags,
  readThread,
} from './reading'
import type { Stage } from './stage'
import { castVote, sayTrue, sendComment, sendVerdict } from './writing'

/** What a key does. */
export type Action = { key: string; does: string; run: (screen: Stage) => Promise<void> | void }

/** The reasons to reject; the jury has the same (tests/http/ssh.test.ts compares them). */
export const rejectReasons = [
  'advertisement',
  'person',
  'secret',
  'off-topic',
  'nonsense',
  'copied',
  'campaign',
]

const vote = (kind: 'bemoan' | 'self_inflicted') => async (screen: Stage) => {
  const { subject, site } = screen
  if (subject?.type === 'bemoaning')
    screen.put({ ...subject, card: await castVote(site, subject.card, kind) })
  else if (subject?.type === 'comment' && kind === 'bemoan') {
    const { comment } = subject
    screen.put({ ...subject, comment: { ...comment, ...(await sayTrue(site, comment.id, !comment.mine)) } })
  }
}

function reply(screen: Stage): void {
  const { subject } = screen
  if (subject?.type !== 'bemoaning' && subject?.type !== 'comment') return
  const id = subject.type === 'bemoaning' ? subject.card.id : subject.on
  const parent = subject.type === 'comment' ? subject.comment.id : null
  screen.ask({
    question: parent === null ? `Comment on #${id}` : `Reply to c${parent}`,
    lines: true,
    answer: async (text) => {
      const made = await sendComment(screen.site, id, parent, text.trim())
      screen.replace(await readThread(screen.site, id))
      screen.page.at = screen.page.subjects.findIndex(
        (each) => each.type === 'comment' && each.comment.id === made.id,
      )
      screen.say('Your comment is there.')
    },
  })
}

async function nextForJury(screen: Stage, replaces: boolean): Promise<void> {
  const waiting = await readForJury(screen.site)
  if (!waiting) {
    if (replaces) screen.back()
    return screen.say('Nothing waits for the jury.')
  }
  const page = pageOf('The jury', [waiting])
  if (replaces) screen.replace(page)
  else screen.open(page)
  screen.say('y publishes, n rejects.')
}

async function judge(screen: Stage, publish: boolean): Promise<void> {
  const { subject } = screen
  if (!screen.isJury || subject?.type !== 'pending') return
  const { id } = subject
  if (publish) {
    await sendVerdict(screen.site, id, true, '')
    return nextForJury(screen, true)
  }
  screen.ask({
    question: 'Why?',
    hints: (typed) => [(typed ? matching(rejectReasons, typed) : rejectReasons).join('  ')],
    complete: (typed) => completed(rejectReasons, typed).trim(),
    answer: async (reason) => {
      await sendVerdict(screen.site, id, false, reason.trim())
      await nextForJury(screen, true)
    },
  })
}

/** The text of a page of lines. */
const textOf = (page: Page): string =>
  page.subjects.map((each) => (each.type === 'line' ? each.text : '')).join('\n')

async function open(screen: Stage): Promise<void> {
  const { subject, site } = screen
  if (subject?.type === 'bemoaning') {
    screen.open(await readThread(site, subject.card.id))
    // Without its words, so that it can be copied from one line.
    screen.say(subject.card.url.replace(/(?<=\/b\/\d+)\/.*$/, ''))
  } else if (subject?.type === 'link' && subject.to !== null)
    screen.open(
      'thread' in subject.to
        ? await readThread(site, subject.to.thread)
        : await readPost(site, subject.to.post, screen.textColumns),
    )
}

function scale(screen: Stage): void {
  const { post } = screen.page
  if (post === null) {
    screen.say('Open a recipe of the blog first.')
    return
  }
  screen.ask({
    question: 'For how many servings?',
    answer: async (typed) => {
      const servings = Number(typed)
      if (!Number.isInteger(servings) || servings < 1 || servings > 48)
        throw new CommandError(2, 'A number from 1 to 48.')
      const before = textOf(screen.page)
      const scaled = await readPost(screen.site, post, screen.textColumns, servings)
      if (textOf(scaled) === before) return screen.say('Nothing in it changes with the servings.')
      screen.replace(scaled)
    },
  })
}

const list = (title: string, path: string) => async (screen: Stage) =>
  screen.restart(await readList(screen.site, title, path))

function join(screen: Stage): void {
  screen.ask({
    question: 'Join: a new handle, or “code” and a code from /settings',
    answer: async (typed) => {
      const [, code] = /^\s*code\s+(\S+)\s*$/i.exec(typed) ?? []
      const { lines } = await joinCommand.run(
        screen.site,
        code ? { positionals: [], values: { code } } : { positionals: [typed.trim()], values: {} },
        { columns: screen.textColumns, json: false },
        '',
      )
      screen.say(lines.join(' '))
    },
  })
}

async function askTag(screen: Stage): Promise<void> {
  const tags = await readTags(screen.site)
  screen.ask({
    question: 'Tag',
    hints: (typed) => [matching(tags, typed).slice(0, 12).join('  ')],
    complete: (typed) => completed(tags, typed).trim(),
    answer: async (typed) => {
      const tag = typed.trim()
      screen.open(await readList(screen.site, `About ${tag}`, `/bemoanings?${new URLSearchParams({ tag })}`))
    },
  })
}

/** The front page. */
export const hot = (site: Stage['site']): Promise<Page> =>
  readList(site, 'Hot', '/bemoanings?feed=hot&limit=30')

/** Every key, in the order of the help. */
export const actions: readonly Action[] = [
  { key: 'j', does: 'next', run: (screen) => screen.step(1) },
  { key: 'k', does: 'previous', run: (screen) => screen.step(-1) },
  { key: 'o', does: 'open, with comments', run: open },
  { key: 'q', does: 'back, or quit', run: (screen) => screen.back() },
  { key: 'a', does: 'I bemoan this too; of a comment: so true', run: vote('bemoan') },
  { key: 'd', does: 'self-inflicted', run: vote('self_inflicted') },
  { key: 'c', does: 'comment, or reply', run: reply },
  {
    key: 'n',
    does: 'bemoan something; before the jury: reject',
    run: (screen) => (screen.isJury ? judge(screen, false) : bemoan(screen, false)),
  },
  { key: 'N', does: 'bemoan something anonymously', run: (screen) => bemoan(screen, true) },
  { key: 'r', does: 'a random one', run: async (screen) => screen.open(await readRandom(screen.site)) },
  { key: 't', does: 'the bemoanings with a tag', run: askTag },
  {
    key: '/',
    does: 'search',
    run: (screen) =>
      screen.ask({
        question: 'Search',
        answer: async (q) =>
          screen.open(await readList(screen.site, `Search: ${q}`, `/search?${new URLSearchParams({ q })}`)),
      }),
  },
  { key: '1', does: 'hot', run: list('Hot', '/bemoanings?feed=hot&limit=30') },
  { key: '2', does: 'new', run: list('New', '/bemoanings?feed=new&limit=30') },
  {
    key: '3',
    does: 'top this week',
    run: list('Top this week', '/bemoanings?feed=top&window=week&limit=30'),
  },
  {
    key: 's',
    does: 'the state of computer science',
    run: async (screen) =>
      screen.open(await readCommand(screen.site, 'State', ['state'], screen.textColumns)),
  },
  { key: 'b', does: 'the blog', run: async (screen) => screen.open(await readPosts(screen.site)) },
  { key: '=', does: 'in a recipe: for how many servings', run: scale },
  { key: 'i', does: 'inbox', run: async (screen) => screen.open(await readInbox(screen.site)) },
  {
    key: 'y',
    does: 'the jury; there: publish',
    run: (screen) => (screen.isJury ? judge(screen, true) : nextForJury(screen, false)),
  },
  { key: 'J', does: 'join: an account for your key', run: join },
  {
    key: '?',
    does: 'this help',
    run: (screen) =>
      screen.openText(
        'Keys',
        actions.map(({ key, does }) => `${key}  ${does}`),
      ),
  },
]

/** Reads on when the end of a list is near. */
export async function readOnAtEnd(screen: Stage): Promise<void> {
  if (screen.page.subjects.length - screen.page.at < 5) await readOn(screen.site, screen.page)
}
