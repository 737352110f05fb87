import { bemoan, expect, makeModerator, newText, signUp, test } from './fixtures'

test('reported, removed with a reason, appealed, restored by another moderator, all in the log', async ({
  page: author,
  browser,
}) => {
  const [reader, first, second] = await Promise.all(
    [1, 2, 3].map(async () => (await browser.newContext()).newPage()),
  )
  if (!reader || !first || !second) throw new Error('no pages')
  const text = newText()
  await signUp(author)
  const address = await bemoan(author, text)
  const number = /\/b\/(\d+)\//.exec(address)?.[1] ?? ''
  await signUp(reader)
  const firstHandle = await signUp(first)
  const secondHandle = await signUp(second)
  await makeModerator(firstHandle)
  await makeModerator(secondHandle)

  await test.step('a reader reports it, through a quiet link', async () => {
    await reader.goto(address)
    await reader.getByRole('link', { name: `Report #${number}` }).click()
    await expect(reader.getByRole('heading', { name: 'Report a bemoaning' })).toBeVisible()
    await reader.getByRole('radio', { name: /Spam/ }).check()
    await reader.getByLabel(/Note for the moderators/).fill('The third one today.')
    await reader.getByRole('button', { name: 'Report it' }).click()
    await expect(reader.getByRole('heading', { name: 'The moderators have it now.' })).toBeVisible()
  })

  await test.step('a moderator takes the case, and removes it with a reason', async () => {
    await first.goto('/')
    await first.locator('.who summary').click()
    await first.getByRole('link', { name: 'cases', exact: true }).click()
    await first.locator('.case-line').filter({ hasText: text }).getByRole('link', { name: /^Case/ }).click()
    await expect(first.getByText('The third one today.')).toBeVisible()
    await first.getByRole('button', { name: 'Take the case' }).click()
    await expect(first.getByText('You hold it for an hour.')).toBeVisible()
    await expect(first.getByLabel('Days')).toBeHidden()
    await first.getByRole('radio', { name: 'Ban its author' }).check()
    await expect(first.getByLabel('Days')).toBeVisible()
    await first.getByRole('radio', { name: 'Remove it' }).check()
    await first.getByLabel('Reason').fill('An advertisement.')
    await first.getByRole('button', { name: 'Decide' }).click()
    await expect(first.locator('.case-subject')).toContainText('removed')
  })

  await test.step('the author reads the reason, and appeals', async () => {
    await author.goto('/')
    await author.getByRole('link', { name: '1 new' }).click()
    await expect(author.locator('.notice-entry').first()).toContainText('An advertisement.')
    await author.getByRole('link', { name: 'A moderator removed it.' }).click()
    await expect(author.getByRole('heading', { name: `A moderator removed #${number}.` })).toBeVisible()
    await expect(author.locator('blockquote.bemoaning')).toContainText(text)
    await author.getByLabel('Why should it come back?').fill('I sell nothing, I only complain.')
    await author.getByRole('button', { name: 'Appeal' }).click()
    await expect(author).toHaveURL(/\/inbox$/)
    await author.goto(address)
    await expect(author.getByText('Another moderator is looking at your appeal.')).toBeVisible()
  })

  await test.step('another moderator restores it; the one who removed it cannot decide', async () => {
    const open = async (page: typeof first) => {
      await page.goto('/cases')
      await page.locator('.case-line').filter({ hasText: text }).getByRole('link', { name: /^Case/ }).click()
      await expect(page.getByText('I sell nothing, I only complain.')).toBeVisible()
    }
    await open(first)
    await expect(first.getByRole('button', { name: 'Decide' })).toHaveCount(0)
    await open(second)
    await second.getByRole('radio', { name: 'Restore it' }).check()
    await second.getByLabel('Reason').fill('It sells nothing.')
    await second.getByRole('button', { name: 'Decide' }).click()
    await expect(second.locator('.case-subject')).not.toContainText('removed')
  })

  await test.step('everyone can read all of it in the log, and the bemoaning is back', async () => {
    await reader.goto('/log')
    const lines = reader.locator('.log li').filter({ hasText: `#${number}` })
    await expect(lines).toHaveCount(2)
    await expect(lines.first()).toContainText(`${secondHandle} · restore #${number}: It sells nothing.`)
    await expect(lines.last()).toContainText(`${firstHandle} · remove #${number}: An advertisement.`)
    await reader.getByLabel('Act').selectOption('remove')
    await reader.getByRole('button', { name: 'Show' }).click()
    await expect(lines).toHaveCount(1)
    await reader.goto(address)
    await expect(reader.locator('h1.bemoaning')).toContainText(text)
    await reader.goto('/inbox')
    await expect(reader.getByText('Your report led to a removal.')).toBeVisible()
  })

  await test.step('undo asks once', async () => {
    await second.goto('/log')
    const line = second.locator('.log li').filter({ hasText: `#${number}: It sells nothing.` })
    await line.locator('summary').click()
    await line.getByRole('button', { name: /^Undo/ }).click()
    await expect(second.locator('.log li').filter({ hasText: `undo #${number}` })).toBeVisible()
    await second.goto(address)
    await expect(second.getByRole('heading', { name: `A moderator removed #${number}.` })).toBeVisible()
  })
  for (const page of [reader, first, second]) await page.context().close()
})
