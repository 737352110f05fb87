import { revealAuthor } from '@/lib/moderation'
import { banUser } from '@/lib/user'
import { findUser, isLastAdmin } from './find-user'
import { form } from './form'
import { UsageError } from './parse'

/** A hundred years, in days. */
const longestBan = 36_500

const ban = form({
  usage: 'ban <handle>',
  does: 'end all sessions and refuse new ones and tokens',
  options: {
    days: { shows: 'n', does: 'how long; by default 100 years' },
    reason: { shows: '<text>', does: 'why, shown at the sign-in and at /log', required: true },
  },
  run: async (args, given, { note, confirm }) => {
    const days = Number(given.days ?? longestBan)
    if (!(days > 0 && days <= longestBan))
      throw new UsageError(`--days takes a number above 0, at most ${longestBan}.`)
    const user = await findUser(args.handle)
    if (await isLastAdmin(user)) await confirm(`${user.handle} is the only admin. Then the site has none.`)
    const done = await banUser(user.handle, new Date(Date.now() + days * 86_400_000), given.reason.trim())
    if (!done.ok) throw new Error(done.message)
    note(`${done.value.handle} is banned for ${days} days. All sessions were ended.`)
    return 0
  },
})

const unban = form({
  usage: 'unban <handle>',
  does: 'lift a ban; /log shows it',
  options: { reason: { shows: '<text>', does: 'why' } },
  run: async (args, given, { note }) => {
    const done = await banUser(args.handle, null, given.reason?.trim() || 'The ban was lifted.')
    if (!done.ok) throw new Error(done.message)
    note(`${done.value.handle} is no longer banned.`)
    return 0
  },
})

const reveal = form({
  usage: 'reveal <id>',
  does: 'print the author of an anonymous bemoaning; the public log records it',
  options: { reason: { shows: '<text>', does: 'why, shown at /log', required: true } },
  run: async (args, given, { say }) => {
    const id = args.id.replace('#', '')
    if (!/^[1-9]\d{0,14}$/.test(id)) throw new UsageError(`${args.id} isn’t the number of a bemoaning.`)
    const found = await revealAuthor(Number(id), given.reason.trim())
    if (!found.ok) throw new Error(found.message)
    say(found.value.handle ?? '(deleted account)')
    return 0
  },
})

/** What a moderator cannot do on the site. */
export const moderationForms = [ban, unban, reveal] as const
