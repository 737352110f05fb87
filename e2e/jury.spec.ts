import { checkNow } from './axe-check'
import { aCrowd, expect, growUp, newText, signUp, test } from './fixtures'
import { bemoanWithLink, say, sitOn } from './jury-steps'

test('eight jurors publish an anonymous one: its author sees the progress, and is notified', async ({
  page: author,
  browser,
}) => {
  await growUp()
  const handle = await signUp(author)
  const text = newText()
  const id = await bemoanWithLink(author, `${text} See https://example.org/why`, true)
  await expect(author.locator('.hearing')).toContainText(
    'Nobody has judged it so far; we need 8 verdicts, or a moderator’s.',
  )
  const people = await aCrowd(8)
  await say(people.slice(0, 7), id, { verdict: 'publish' })
  await author.reload()
  await expect(author.locator('.hearing')).toContainText(
    '7 jurors have judged it so far; we need 8 verdicts, or a moderator’s.',
  )

  const juror = await sitOn(browser, people[7] ?? '', text)
  expect(await juror.content()).not.toContain(handle)
  await expect(juror.locator('.jury-last')).toHaveCount(0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await juror.emulateMedia({ colorScheme })
    await checkNow(juror, `/jury ${colorScheme}`)
  }
  await test.step('the help lists the keys of this page', async () => {
    await juror.keyboard.press('?')
    await expect(juror.getByRole('dialog')).toContainText('publish')
    await expect(juror.getByRole('dialog')).not.toContainText('next bemoaning')
    await juror.keyboard.press('Escape')
    // The browser closes it in its own time, and no key of the page works until then.
    await expect(juror.getByRole('dialog')).toBeHidden()
  })
  await test.step('keys open the reasons, and type letters in the note', async () => {
    await juror.keyboard.press('n')
    await juror.keyboard.press('3')
    await expect(juror.getByLabel(/Gives a secret away/)).toBeChecked()
    await checkNow(juror, '/jury, rejecting')
    await juror.getByLabel(/Note to the moderators/).pressSequentially('synu')
    await expect(juror.getByLabel(/Note to the moderators/)).toHaveValue('synu')
    await juror.getByRole('heading', { name: 'The jury' }).click()
    await juror.keyboard.press('n')
    await expect(juror.getByLabel(/Gives a secret away/)).toBeHidden()
  })
  const box = await juror.getByRole('button', { name: /^Publish/ }).boundingBox()
  expect(box?.height).toBeGreaterThanOrEqual(44)
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(juror.viewportSize()?.height ?? 0)
  expect(await juror.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await juror.keyboard.press('y')
  await expect(juror.locator('.jury-last')).toContainText(
    `#${id} by anonymous: you would publish it. So far 8 would publish it, 0 would not. It is published.`,
  )
  await juror.context().close()

  await author.goto('/')
  await author.getByRole('link', { name: '1 new' }).click()
  await author.getByRole('link', { name: 'The jury published it. Everybody can read it now.' }).click()
  await expect(author.locator('h1.bemoaning')).toContainText(text)
  await author.goto('/log')
  await expect(author.locator('.log')).toContainText(
    `the jury · publish #${id}: 8 of 8 jurors would publish it.`,
  )
})

test('a rejection gives the reason; the author appeals once, and other jurors judge', async ({
  page: author,
  browser,
}) => {
  await signUp(author)
  const text = newText()
  const id = await bemoanWithLink(author, `${text} Buy it at https://example.org/`, false)
  await growUp()
  const [first, second] = [await aCrowd(8), await aCrowd(8)]
  await say(first.slice(0, 7), id, { verdict: 'reject', reason: 'advertisement' })

  const juror = await sitOn(browser, first[7] ?? '', text, { javaScriptEnabled: false })
  await juror.getByText('Reject…').click()
  await juror.getByLabel(/An advertisement/).check()
  await juror.getByRole('button', { name: 'Reject', exact: true }).click()
  await expect(juror.locator('.jury-last')).toContainText('It is rejected.')
  await juror.context().close()

  await author.goto('/inbox')
  await author.getByRole('link', { name: 'The jury rejected it. Here is why.' }).click()
  await expect(author.getByRole('heading', { level: 1 })).toContainText('was not published')
  await expect(author.locator('main')).toContainText('8 of 8 jurors would not publish it')
  await expect(author.locator('.hearing')).toContainText('8 jurors: it advertises something')
  await checkNow(author, 'a rejected one')
  await author.getByRole('button', { name: 'Appeal to other jurors' }).click()
  await expect(author.locator('.hearing')).toContainText('These are other jurors than the first time.')

  const again = await sitOn(browser, second[0] ?? '', text)
  await again.keyboard.press('y')
  await expect(again.locator('.jury-last')).toContainText('So far 1 would publish it, 0 would not.')
  await again.keyboard.press('u')
  await expect(again.getByText(text)).toBeVisible()
  await again.getByRole('button', { name: /^Publish/ }).click()
  await expect(again.locator('.jury-last')).toContainText('So far 1 would publish it')
  await again.context().close()
  await say(second.slice(1), id, { verdict: 'publish' })
  await author.goto('/inbox')
  await author.getByRole('link', { name: 'The jury published it. Everybody can read it now.' }).click()
  await expect(author.locator('h1.bemoaning')).toContainText(text)
})
