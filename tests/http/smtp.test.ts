import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import PostalMime, { type Email } from 'postal-mime'
import { db, users } from '@/db'
import { comment } from '@/lib/comment'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, limits, type Member } from './helpers'
import { aPostOffice } from './post-office'

const office = await aPostOffice()
const server = ownServer({ SMTP_URL: office.url, MAIL_FROM: 'IBTSOCS <site@example.org>' })

describe('emails, through a real mail server', () => {
  before(async () => {
    await limits(server, 'off')
  })
  after(() => office.close())

  const post = (path: string, form: Record<string, string>, who?: Member) =>
    server.send('POST', path, { form, ...(who ? { cookies: who.cookies } : {}) })
  const now = () => db().execute(sql`update deliveries set due_at = now() where status = 'waiting'`)

  /** Creates a member with a verified address and these email settings. */
  async function reachable(wishes: Record<string, 'on'> = {}): Promise<Member & { email: string }> {
    const member = await aMember()
    const email = `${member.handle}@example.org`
    await db().update(users).set({ email }).where(eq(users.id, member.id))
    assert.equal((await post('/settings/mails', wishes, member)).status, 303)
    return { ...member, email }
  }

  /** Checks that it is a MIME message with the same text in two forms, as the standards require. */
  function checkForm(mail: Email, raw: string): void {
    assert.match(raw, /^MIME-Version: 1\.0\r?$/m)
    assert.match(raw, /^Content-Type: multipart\/alternative;/m)
    assert.match(raw, /^Content-Type: text\/plain; charset=utf-8\r?$/m)
    assert.match(raw, /^Content-Type: text\/html; charset=utf-8\r?$/m)
    assert.ok(raw.indexOf('text/plain') < raw.indexOf('text/html'), 'the better form comes last')
    assert.match(mail.messageId ?? '', /^<[\w-]{22}@example\.org>$/)
    assert.ok(mail.date && mail.subject && mail.text && mail.html)
    assert.equal(mail.from?.address, 'site@example.org')
    const links = (text: string) => new Set(text.match(/https?:\/\/[^\s"<>]+/g) ?? [])
    const html = (mail.html ?? '').replaceAll('&amp;', '&')
    assert.deepEqual(links(html), links(mail.text ?? ''), 'the same addresses in both')
    assert.doesNotMatch(html, /<(img|script|link|iframe)/, 'nothing is fetched')
  }

  const arrived = async (to: string, subject: RegExp): Promise<Email> => {
    const raw = await office.take(to, subject)
    const mail = await PostalMime.parse(raw)
    checkForm(mail, raw)
    return mail
  }

  const header = (mail: Email, name: string) => mail.headers.find(({ key }) => key === name)?.value

  test('verification and reset emails arrive, and their links work', async () => {
    const member = await aMember()
    const address = `${member.handle}@example.org`
    assert.equal((await post('/settings/email', { email: address }, member)).status, 303)
    const verify = await arrived(address, /Confirm your address/)
    const token = /\/verify\?token=([\w-]{43})/.exec(verify.text ?? '')?.[1] ?? ''
    assert.equal((await post('/verify', { token }, member)).status, 303)
    assert.equal((await post('/forgot', { email: address })).status, 303)
    const reset = await arrived(address, /Set a new password/)
    assert.match(reset.text ?? '', new RegExp(`${server.origin}/reset\\?token=[\\w-]{43}`))
    assert.equal(header(reset, 'list-unsubscribe'), undefined)
    const { rows } = await db().execute<{ n: number }>(
      sql`select count(*)::int as n from deliveries where status = 'sent' and sealed is not null`,
    )
    assert.equal(rows[0]?.n, 0, 'what was sent is not kept')
    const kept = await db().execute<{ sealed: string }>(
      sql`select encode(sealed, 'escape') as sealed from deliveries`,
    )
    assert.ok(kept.rows.every(({ sealed }) => !sealed?.includes('token')))
  })

  test('addresses of every form that browsers accept get their mail, and sign in', async () => {
    const password = 'a long password of mine'
    // What is typed without a browser that converts it, the header, and the recipient as smtp-server gives it: it
    // converts domains to Unicode.
    const table: [typed: string, header: string, recipient: string][] = [
      ['N@пример.рф', 'N@xn--e1afmkfd.xn--p1ai', 'N@пример.рф'],
      ['N@xn--bcher-kva.example', 'N@xn--bcher-kva.example', 'N@bücher.example'],
      ['N@b.c', 'N@b.c', 'N@b.c'],
      ['N@localhost', 'N@localhost', 'N@localhost'],
      // RFC 5321 allows a dot there only in quotes, which nodemailer adds.
      ['.N@example.org', '<".N"@example.org>', '".N"@example.org'],
      ["o'N+{tag}@example.org", "o'N+{tag}@example.org", "o'N+{tag}@example.org"],
    ]
    for (const [typed, header, recipient] of table) {
      const handle = `m${randomBytes(6).toString('hex')}`
      const as = (text: string) => text.replace('N', handle)
      const email = as(typed)
      assert.equal((await post('/signup', { handle, password, email })).status, 303, email)
      const raw = await office.take(as(recipient), /Confirm your address/)
      assert.ok(raw.includes(`\nTo: ${as(header)}\r\n`), raw)
      const { text = '' } = await PostalMime.parse(raw)
      const token = /\/verify\?token=([\w-]{43})/.exec(text)?.[1] ?? ''
      assert.equal((await post('/verify', { token })).status, 303, email)
      assert.equal((await post('/signin', { handle: email, password })).status, 303, email)
      assert.equal((await post('/signin', { handle: email.toUpperCase(), password })).status, 303, email)
      assert.equal((await post('/forgot', { email })).status, 303)
      await office.take(as(recipient), /Set a new password/)
    }
    for (const email of ['ü@example.org', 'a b@example.org', 'a@b_c.org'])
      assert.equal(
        (await post('/signup', { handle: `m${randomBytes(6).toString('hex')}`, password, email })).status,
        422,
        email,
      )
  })

  test('a reply is mailed at once, once, to users who want it, and one click ends that without signing in', async () => {
    const author = await reachable({ replies: 'on' })
    const quiet = await reachable()
    const other = await aMember()
    const id = await aBemoaning(author)
    assert.ok((await comment(quiet, id, { body: 'Me too, “every” day & night.' })).ok)
    const subject = new RegExp(`^Re: #${id} `)
    const mail = await arrived(author.email, subject)
    assert.match(mail.text ?? '', new RegExp(`${quiet.handle} commented`))
    assert.equal(header(mail, 'references'), `<bemoaning-${id}@example.org>`)
    assert.equal(header(mail, 'in-reply-to'), `<bemoaning-${id}@example.org>`)
    assert.match(mail.text ?? '', /> Me too, “every” day & night\./)
    const target = header(mail, 'list-unsubscribe')?.replace(/^<|>$/g, '') ?? ''
    assert.equal(header(mail, 'list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    assert.ok(target.startsWith(`${server.origin}/unsubscribe?token=`) && mail.text?.includes(target))
    const own = await comment(quiet, id, { body: 'Has anybody an answer?' })
    assert.ok(own.ok)
    const second = await arrived(author.email, subject)
    assert.equal(second.subject, mail.subject, 'one subject, so that clients thread them')
    assert.equal(header(second, 'references'), header(mail, 'references'))
    assert.notEqual(second.messageId, mail.messageId)
    assert.ok((await comment(other, id, { body: 'I have one.', parent: own.value.id })).ok)
    const third = await arrived(author.email, subject)
    assert.match(third.text ?? '', new RegExp(`${other.handle} commented`))
    assert.deepEqual(office.of(quiet.email), [], 'who did not wish it gets none')

    // As a mail program does it: from another origin, without cookies, without Origin, in either encoding.
    const look = await fetch(target)
    assert.equal(look.status, 200)
    assert.match(await look.text(), /Unsubscribe/)
    assert.equal((await wishes(author.id)).mailReplies, true, 'looking changes nothing')
    const form = new FormData()
    form.set('List-Unsubscribe', 'One-Click')
    const clicked = await fetch(target, { method: 'POST', body: form })
    assert.equal(clicked.status, 200)
    assert.equal((await wishes(author.id)).mailReplies, false)
    const again = await fetch(target, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    })
    assert.equal(again.status, 200)
    const forged = await fetch(target.replace(/token=\d+/, 'token=1'), {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    })
    assert.equal(forged.status, 404)
    const byPerson = await fetch(target, { method: 'POST', redirect: 'follow' })
    assert.match(await byPerson.text(), /You won’t get .* any more/)
    assert.ok((await comment(other, id, { body: 'And another one.' })).ok)
    await sleep(2_500)
    assert.deepEqual(office.of(author.email), [])
  })

  const wishes = async (id: number) => {
    const [row] = await db()
      .select({ mailReplies: users.mailReplies, mailDigest: users.mailDigest })
      .from(users)
      .where(eq(users.id, id))
    assert.ok(row)
    return row
  }

  test('a digest comes a week after it was turned on, and then once a week', async () => {
    const reader = await reachable({ digest: 'on' })
    await aBemoaning(await aMember(), 'The best of the week is that the week is over, said the machine.')
    await sleep(1_500)
    assert.deepEqual(office.of(reader.email), [])
    await db().execute(sql`update users set digest_at = now() - interval '8 days' where id = ${reader.id}`)
    const { writeDigests } = await import('@/lib/notice')
    process.env.SITE_ORIGIN = server.origin
    await Promise.all([writeDigests(), writeDigests(), writeDigests()])
    const mail = await arrived(reader.email, /This week/)
    assert.match(header(mail, 'list-unsubscribe') ?? '', /unsubscribe\?token=\d+\.digest\./)
    await writeDigests()
    await sleep(1_500)
    assert.deepEqual(office.of(reader.email), [])
  })

  test('an unreachable mail server loses nothing: emails wait, visibly, and arrive', async () => {
    const { email } = await reachable()
    await office.close()
    assert.equal((await post('/forgot', { email })).status, 303)
    const waiting = async () =>
      (
        await db().execute<{ id: number; attempts: number; fault: string | null; ahead: number }>(
          sql`select id, attempts, fault, extract(epoch from due_at - now())::float8 as ahead from deliveries where status = 'waiting'`,
        )
      ).rows
    for (let tries = 0; tries < 60 && !(await waiting())[0]?.fault; tries += 1) await sleep(100)
    const [first] = await waiting()
    assert.match(first?.fault ?? '', /ECONNREFUSED|ESOCKET/)
    assert.ok((first?.ahead ?? 0) > 5 && (first?.ahead ?? 99) <= 15, 'tried again in a while')
    const said = execFileSync(process.execPath, ['tools/admin.mjs', 'deliveries', '--json'], {
      encoding: 'utf8',
      env: { ...process.env, IBTSOCS_DATA: server.data },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const shown = JSON.parse(said.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>
    assert.equal(shown.status, 'waiting')
    assert.equal(shown.kind, 'reset')
    assert.ok(!said.includes('@example.org') && !said.includes('token'))
    await now()
    for (let tries = 0; tries < 60 && ((await waiting())[0]?.attempts ?? 0) < 2; tries += 1) await sleep(100)
    await office.open()
    // A failing attempt in progress sets its own retry time: this repeats until none waits.
    for (let tries = 0; tries < 20 && (await waiting()).length > 0; tries += 1) {
      await now()
      await sleep(500)
    }
    await arrived(email, /Set a new password/)
    await sleep(500)
    assert.deepEqual(office.of(email), [], 'once')
    assert.deepEqual(await waiting(), [])
  })

  test('a refused sender keeps the queue, and log, metrics and admin tool say what the server said', async () => {
    const { email } = await reachable()
    office.refuseSenders(true)
    assert.equal((await post('/forgot', { email })).status, 303)
    const said = 'EENVELOPE 550 MAIL FROM: 5.7.1 This account is closed'
    const metrics = async () => (await fetch(`${server.origin}/metrics`)).text()
    let text = ''
    for (let tries = 0; tries < 60 && !text.includes(said); tries += 1) {
      await sleep(100)
      text = await metrics()
    }
    assert.ok(text.includes(`ibtsocs_delivery_fault{channel="mail",said="${said}"} 1`), text)
    assert.match(text, /^ibtsocs_deliveries_waiting\{channel="mail"\} 1$/m)
    assert.match(text, /^ibtsocs_delivery_oldest_seconds\{channel="mail"\} \d/m)
    const { rows } = await db().execute<{ status: string; fault: string }>(
      sql`select status, fault from deliveries where status <> 'sent' and kind = 'reset'`,
    )
    assert.deepEqual(rows, [{ status: 'waiting', fault: said }])
    office.refuseSenders(false)
    await now()
    await arrived(email, /Set a new password/)
    for (let tries = 0; tries < 60 && text.includes(said); tries += 1) {
      await sleep(100)
      text = await metrics()
    }
    assert.ok(!text.includes('ibtsocs_delivery_fault{'), 'it got through')
  })

  test('an address that the mail server refuses is given up at once, and the error is stored without it', async () => {
    const member = await aMember()
    const email = `refused-${member.handle}@example.org`
    assert.equal((await post('/settings/email', { email }, member)).status, 303)
    const failed = async () =>
      (
        await db().execute<{ fault: string; attempts: number }>(
          sql`select fault, attempts from deliveries where status = 'failed' and user_id = ${member.id}`,
        )
      ).rows[0]
    for (let tries = 0; tries < 60 && !(await failed()); tries += 1) await sleep(100)
    assert.deepEqual(await failed(), { fault: 'EENVELOPE 550 RCPT TO: No such user here', attempts: 1 })
  })
})
