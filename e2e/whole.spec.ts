import { checkNow } from './axe-check'
import { aCrowd, expect, growUp, makeModerator, newText, password, signUp, test } from './fixtures'
import { bemoanWithLink, say, sitOn } from './jury-steps'

test('anonymous, through the jury, voted on, reported, removed, appealed, restored: all of it in the log', async ({
  page: author,
  browser,
}) => {
  const [reader, first, second] = await Promise.all(
    [1, 2, 3].map(async () =>
      (
        await browser.newContext({
          ...test.info().project.use,
          baseURL: test.info().project.use.baseURL ?? '',
        })
      ).newPage(),
    ),
  )
  if (!reader || !first || !second) throw new Error('no pages')
  const text = newText()
  const authorHandle = await signUp(author)
  const [firstHandle, secondHandle] = [await signUp(first), await signUp(second)]
  await makeModerator(firstHandle)
  await makeModerator(secondHandle)

  const id =
    await test.step('posted anonymously, it waits for the jury, where a juror reports it', async () => {
      const number = await bemoanWithLink(author, `${text} See https://example.org/why`, true)
      await growUp()
      const people = await aCrowd(8)
      const juror = await sitOn(browser, people[0] ?? '', text)
      await juror.getByRole('link', { name: 'Report' }).click()
      await expect(juror.getByText(text)).toBeVisible()
      await juror.getByRole('radio', { name: /Spam/ }).check()
      await juror.getByRole('button', { name: 'Report it' }).click()
      await juror.getByRole('link', { name: 'Back to the jury' }).click()
      await expect(juror.getByText(text)).toBeVisible()
      await juror.context().close()
      await say(people, number, { verdict: 'publish' })
      return number
    })
  const address = `/b/${id}`

  await test.step('it is published, and voted on', async () => {
    await reader.goto(address)
    await expect(reader.locator('h1.bemoaning')).toContainText(text)
    expect(await reader.content()).not.toContain(authorHandle)
    // The button counts before the site responds; the next step reads the stored count.
    const stored = reader.waitForResponse((answer) => answer.url().endsWith('/vote') && answer.ok())
    await reader.getByRole('button', { name: /I bemoan this too/ }).click()
    await stored
    await expect(reader.getByRole('button', { name: /I bemoan this too/ })).toContainText('1')
    await reader.goto(`/why/${id}?list=/`)
    await expect(reader.locator('.sum')).toContainText('1 more vote is shown but doesn’t affect the ranking')
  })

  await test.step('a second report joins the same case, in which nobody sees the author', async () => {
    await reader.goto(address)
    await reader.getByRole('link', { name: `Report #${id}` }).click()
    await reader.getByRole('radio', { name: /Spam/ }).check()
    await reader.getByLabel(/Note for the moderators/).fill('It wants me to go somewhere.')
    await reader.getByRole('button', { name: 'Report it' }).click()
    await first.goto('/cases')
    await first.locator('.case-line').filter({ hasText: text }).getByRole('link', { name: /^Case/ }).click()
    await expect(first.getByText('It wants me to go somewhere.')).toBeVisible()
    expect(await first.content()).not.toContain(authorHandle)
    await first.getByRole('radio', { name: 'Remove it' }).check()
    await first.getByLabel('Reason').fill('An advertisement.')
    await first.getByRole('button', { name: 'Decide' }).click()
    await expect(first.locator('.case-subject')).toContainText('removed')
    const gone = await reader.goto(address)
    expect(gone?.status()).toBe(410)
    await expect(reader.locator('main')).toContainText('An advertisement.')
  })

  await test.step('the author appeals, and another moderator restores it', async () => {
    await author.goto(address)
    await author.getByLabel('Why should it come back?').fill('It explains why; I sell nothing.')
    await author.getByRole('button', { name: 'Appeal' }).click()
    await expect(author).toHaveURL(/\/inbox$/)
    await second.goto('/cases')
    await second.locator('.case-line').filter({ hasText: text }).getByRole('link', { name: /^Case/ }).click()
    await second.getByRole('radio', { name: 'Restore it' }).check()
    await second.getByLabel('Reason').fill('It sells nothing.')
    await second.getByRole('button', { name: 'Decide' }).click()
    await expect(second.locator('.case-subject')).not.toContainText('removed')
  })

  await test.step('everything is in the log and nothing is lost', async () => {
    await reader.goto('/log')
    const lines = reader.locator('.log li').filter({ hasText: `#${id}` })
    await expect(lines).toHaveText([
      new RegExp(`${secondHandle} · restore #${id}: It sells nothing\\.`),
      new RegExp(`${firstHandle} · remove #${id}: An advertisement\\.`),
      new RegExp(`the jury · publish #${id}: 8 of 8 jurors would publish it\\.`),
    ])
    expect(await reader.content()).not.toContain(authorHandle)
    await reader.goto(address)
    await expect(reader.locator('h1.bemoaning')).toContainText(text)
    await expect(reader.getByRole('button', { name: /I bemoan this too/ })).toContainText('1')
  })
  for (const page of [reader, first, second]) await page.context().close()
})

test('a banned user is told at the sign-in, appeals from there, and another moderator lifts the ban', async ({
  page: banned,
  browser,
}) => {
  const [first, second] = await Promise.all([1, 2].map(async () => (await browser.newContext()).newPage()))
  if (!first || !second) throw new Error('no pages')
  const handle = await signUp(banned)
  const [firstHandle, secondHandle] = [await signUp(first), await signUp(second)]
  await makeModerator(firstHandle)
  await makeModerator(secondHandle)
  await second.goto(`/u/${handle}`)
  await second.getByRole('link', { name: `Report ${handle}` }).click()
  await second.getByRole('radio', { name: /Spam/ }).check()
  await second.getByRole('button', { name: 'Report it' }).click()
  const open = async (page: typeof first) => {
    await page.goto('/cases')
    await page.locator('.case-line').filter({ hasText: handle }).getByRole('link', { name: /^Case/ }).click()
  }
  await open(first)
  await expect(first.getByRole('radio', { name: 'Lift the ban' })).toHaveCount(0)
  await first.getByRole('radio', { name: 'Ban for a time' }).check()
  await first.getByLabel('Days').fill('7')
  await first.getByLabel('Reason').fill('Ten advertisements.')
  await first.getByRole('button', { name: 'Decide' }).click()

  const signIn = async () => {
    await banned.goto('/signin')
    await banned.getByLabel('Handle').first().fill(handle)
    await banned.getByLabel('Password').fill(password)
    await banned.getByRole('button', { name: 'Sign in', exact: true }).first().click()
  }
  await signIn()
  await expect(banned.getByRole('alert')).toContainText('Ten advertisements. You can appeal once.')
  await banned.getByRole('link', { name: 'Go there' }).click()
  await checkNow(banned, 'an appeal against a ban')
  await banned.getByLabel('Why should it be lifted?').fill('short')
  await banned.getByRole('button', { name: 'Appeal' }).click()
  await expect(banned.getByRole('alert')).toBeVisible()
  await expect(banned.getByLabel('Why should it be lifted?')).toHaveValue('short')
  await banned.getByLabel('Why should it be lifted?').fill('There were nine, and they were a quotation.')
  await banned.getByRole('button', { name: 'Appeal' }).click()
  await expect(banned.locator('main [role=status]')).toContainText('Your appeal is with the moderators.')
  await signIn()
  await expect(banned.getByRole('link', { name: 'Go there' })).toHaveCount(0)

  await open(first)
  await expect(first.getByRole('button', { name: 'Decide' })).toHaveCount(0)
  await open(second)
  await second.getByRole('radio', { name: 'Lift the ban' }).check()
  await second.getByLabel('Reason').fill('It was a quotation.')
  await second.getByRole('button', { name: 'Decide' }).click()
  await signIn()
  await expect(banned.locator('.who')).toContainText(handle)
  for (const page of [first, second]) await page.context().close()
})
