import { CommandError } from '../command'
import { type Page, pageOf } from './page'
import { readCommand, readForJury, readList, readOn, readRandom, readThread } from './reading'
import type { Stage } from './stage'
import { castVote, sayTrue, sendBemoaning, sendComment, sendVerdict } from './writing'

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

/** Where the tags of a new bemoaning begin: a last line such as `tags: ci, git`. */
const tagLine = /\n\s*tags?:([^\n]*)\s*$/i

const vote = (kind: 'bemoan' | 'self_inflicted') => async (screen: Stage) => {
  const { subject } = screen
  if (subject?.type === 'bemoaning') {
    subject.card = await castVote(screen.site, subject.card, kind)
  } else if (subject?.type === 'comment' && kind === 'bemoan') {
    const { comment } = subject
    Object.assign(comment, await sayTrue(screen.site, comment.id, !comment.mine))
  }
}

function reply(screen: Stage): void {
  const { subject } = screen
  if (subject?.type !== 'bemoaning' && subject?.type !== 'comment') return
  const id = subject.type === 'bemoaning' ? subject.card.id : subject.on
  const parent = subject.type === 'comment' ? subject.comment.id : null
  screen.ask('Comment', true, async (text) => {
    const made = await sendComment(screen.site, id, parent, text.trim())
    screen.replace(await readThread(screen.site, id))
    screen.page.at = screen.page.subjects.findIndex(
      (each) => each.type === 'comment' && each.comment.id === made.id,
    )
    screen.say('Your comment is there.')
  })
}

function bemoan(screen: Stage): void {
  screen.ask('Bemoan something; a last line “tags: ci, git” names up to three tags', true, async (text) => {
    const tags = (tagLine.exec(text)?.[1] ?? '').split(/[,\s]+/).filter(Boolean)
    if (tags.length === 0) throw new CommandError(2, 'Name a tag in the last line, as in “tags: ci”.')
    const made = await sendBemoaning(screen.site, text.replace(tagLine, '').trim(), tags)
    screen.open(pageOf(`#${made.id}`, [{ type: 'bemoaning', card: made }]))
    screen.say(made.status === 'pending' ? 'It waits for the jury.' : 'It is published.')
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
  screen.say('p publishes, x rejects.')
}

async function judge(screen: Stage, publish: boolean): Promise<void> {
  const { subject } = screen
  if (!screen.isJury || subject?.type !== 'pending') return
  const { id } = subject
  if (publish) {
    await sendVerdict(screen.site, id, true, '')
    return nextForJury(screen, true)
  }
  screen.ask(`Why? ${rejectReasons.join(', ')}`, false, async (reason) => {
    await sendVerdict(screen.site, id, false, reason.trim())
    await nextForJury(screen, true)
  })
}

const open = async (screen: Stage) => {
  if (screen.subject?.type === 'bemoaning') screen.open(await readThread(screen.site, screen.subject.card.id))
}

const list = (title: string, path: string) => async (screen: Stage) =>
  screen.restart(await readList(screen.site, title, path))

const text =
  (title: string, ...words: string[]) =>
  async (screen: Stage) =>
    screen.open(await readCommand(screen.site, title, words, screen.columns))

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
  { key: 'n', does: 'bemoan something', run: bemoan },
  { key: 'r', does: 'a random one', run: async (screen) => screen.open(await readRandom(screen.site)) },
  {
    key: 't',
    does: 'the bemoanings with a tag',
    run: (screen) =>
      screen.ask('Tag', false, async (tag) => {
        const query = new URLSearchParams({ tag: tag.trim() })
        screen.open(await readList(screen.site, `About ${tag.trim()}`, `/bemoanings?${query}`))
      }),
  },
  {
    key: '/',
    does: 'search',
    run: (screen) =>
      screen.ask('Search', false, async (q) => {
        screen.open(await readList(screen.site, `Search: ${q}`, `/search?${new URLSearchParams({ q })}`))
      }),
  },
  { key: '1', does: 'hot', run: list('Hot', '/bemoanings?feed=hot&limit=30') },
  { key: '2', does: 'new', run: list('New', '/bemoanings?feed=new&limit=30') },
  {
    key: '3',
    does: 'top this week',
    run: list('Top this week', '/bemoanings?feed=top&window=week&limit=30'),
  },
  { key: 's', does: 'the state of computer science', run: text('State', 'state') },
  { key: 'b', does: 'the blog', run: text('Blog', 'blog') },
  { key: 'i', does: 'inbox', run: text('Inbox', 'inbox') },
  { key: 'y', does: 'the jury', run: (screen) => nextForJury(screen, false) },
  { key: 'p', does: 'the jury: publish', run: (screen) => judge(screen, true) },
  { key: 'x', does: 'the jury: reject', run: (screen) => judge(screen, false) },
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
