import type { Page } from 'playwright/test'
import {
  bemoan,
  endVisits,
  expect,
  newHandle,
  newText,
  password,
  signIn,
  signOut,
  signUp,
  test,
} from './fixtures'

/** Comments by the form of the page, and waits for it. */
async function say(page: Page, text: string): Promise<void> {
  await page.locator('.comments > .comment-form textarea').fill(text)
  await page
    .locator('.comments > .comment-form')
    .getByRole('button', { name: 'Comment', exact: true })
    .click()
  await expect(page.locator('.comment', { hasText: text.slice(0, 40) })).toBeVisible()
}

const main = (page: Page) => page.locator('.comments > .comment-form textarea')

/** A bemoaning with one comment. @returns its address and the handle of who wrote both; the page is signed out */
async function aThread(
  page: Page,
  comment = 'Have you tried turning it off?',
): Promise<{ url: string; author: string }> {
  const author = await signUp(page)
  const url = await bemoan(page, newText())
  await say(page, comment)
  await signOut(page)
  return { url, author }
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test('a comment and a reply typed signed out are in their forms after sign-up and sign-in', async ({
      page,
      browser,
      baseURL,
    }) => {
      const { url } = await aThread(page)
      const context = await browser.newContext({ javaScriptEnabled, ...(baseURL ? { baseURL } : {}) })
      const reader = await context.newPage()
      await reader.goto(url)
      await expect(reader.locator('.comments > .comment-form')).toContainText(
        'You need an account to comment.',
      )
      const fold = reader.locator('.answer').first()
      await fold.locator('summary').click()
      await fold.locator('textarea').fill('My reply,\nin two lines.')
      await fold.getByRole('button', { name: 'Reply', exact: true }).click()
      const notice = reader.getByRole('alert')
      await expect(notice).toContainText('You need an account')
      await notice.getByRole('link', { name: 'sign up' }).click()
      const handle = newHandle()
      await reader.getByLabel('Handle').fill(handle)
      await reader.getByLabel('Password').fill(password)
      await reader.getByRole('button', { name: 'Sign up' }).click()
      await expect(reader.locator('.who')).toContainText(handle)
      await expect(reader.locator('.answer').first()).toHaveAttribute('open', '')
      await expect(fold.locator('textarea')).toHaveValue('My reply,\nin two lines.')
      await expect(reader.locator('.notice')).toContainText('it isn’t sent yet')
      await fold.getByRole('button', { name: 'Reply', exact: true }).click()
      await expect(reader.locator('.thread .thread .comment')).toContainText('My reply, in two lines.')
      await expect(main(reader)).toHaveValue('')

      await signOut(reader)
      await reader.goto(url)
      await main(reader).fill('A second comment.')
      await reader
        .locator('.comments > .comment-form')
        .getByRole('button', { name: 'Comment', exact: true })
        .click()
      await notice.getByRole('link', { name: 'Sign in' }).click()
      await reader.getByLabel('Handle').first().fill(handle)
      await reader.getByLabel('Password').fill(password)
      await reader.getByRole('button', { name: 'Sign in', exact: true }).first().click()
      await expect(main(reader)).toHaveValue('A second comment.')
      await context.close()
    })

    test('“So true” and “Save” pressed signed out are done after sign-in', async ({
      page,
      browser,
      baseURL,
    }) => {
      const { url } = await aThread(page)
      const context = await browser.newContext({ javaScriptEnabled, ...(baseURL ? { baseURL } : {}) })
      const reader = await context.newPage()
      await reader.goto(url)
      await reader.getByRole('button', { name: /^So true/ }).click()
      await expect(reader.getByRole('alert')).toContainText('we’ll do it then')
      await reader.getByRole('alert').getByRole('link', { name: 'sign up' }).click()
      const handle = newHandle()
      await reader.getByLabel('Handle').fill(handle)
      await reader.getByLabel('Password').fill(password)
      await reader.getByRole('button', { name: 'Sign up' }).click()
      await expect(reader.getByRole('button', { name: /^So true/ })).toHaveAttribute('aria-pressed', 'true')
      await expect(reader.locator('.so-true [data-count]')).toHaveText('1')

      await signOut(reader)
      await reader.goto('/new')
      const id = await reader.locator('article.entry').first().getAttribute('id')
      const save = reader.locator(`#${id} .saved`)
      await save.click()
      await reader.getByRole('alert').getByRole('link', { name: 'Sign in' }).click()
      await reader.getByLabel('Handle').first().fill(handle)
      await reader.getByLabel('Password').fill(password)
      await reader.getByRole('button', { name: 'Sign in', exact: true }).first().click()
      await expect(save).toHaveAttribute('aria-pressed', 'true')
      await expect(save).toContainText('Saved')
      await save.click()
      await expect(save).toHaveAttribute('aria-pressed', 'false')
      await context.close()
    })

    test('a preview shows the comment as it will be, and keeps the form', async ({
      page,
      browser,
      baseURL,
    }) => {
      const { url, author } = await aThread(page)
      const context = await browser.newContext({ javaScriptEnabled, ...(baseURL ? { baseURL } : {}) })
      const reader = await context.newPage()
      await reader.goto(url)
      const form = reader.locator('.comments > .comment-form')
      await form.locator('textarea').fill(`*Yes*, @${author}. <script>`)
      await form.getByRole('button', { name: 'Preview' }).click()
      const preview = form.getByRole('region', { name: 'Preview' })
      await expect(preview.locator('em')).toHaveText('Yes')
      await expect(preview.getByRole('link', { name: `@${author}` })).toHaveAttribute('href', `/u/${author}`)
      await expect(preview).toContainText('<script>')
      await expect(form.locator('textarea')).toHaveValue(`*Yes*, @${author}. <script>`)
      await context.close()
    })
  })
}

test('a reply survives a reload, unfolded in its form; and sign-in from elsewhere', async ({ page }) => {
  const { url, author } = await aThread(page)
  await page.goto(url)
  const fold = page.locator('.answer').first()
  await fold.locator('summary').click()
  await fold.locator('textarea').fill('Typed signed out.')
  await expect(async () => {
    await page.reload()
    await expect(fold.locator('textarea')).toHaveValue('Typed signed out.', { timeout: 500 })
  }).toPass()
  await expect(fold).toHaveAttribute('open', '')
  await signIn(page, author)
  await page.goto(url)
  await expect(fold).toHaveAttribute('open', '')
  await expect(fold.locator('textarea')).toHaveValue('Typed signed out.')
})

test('a mention is completed while typing, becomes a link and reaches the inbox', async ({ page }) => {
  const { url, author } = await aThread(page)
  await signUp(page)
  await page.goto(url)
  await main(page).click()
  await main(page).pressSequentially(`Well, @${author.slice(0, -1)}`, { delay: 30 })
  const list = page.getByRole('listbox', { name: 'Handles' })
  await expect(list.getByRole('option', { name: `@${author}`, exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await expect(main(page)).toHaveAttribute('aria-controls', 'handles')
  await expect(main(page)).toHaveAttribute('aria-activedescendant', 'handle-0')
  await expect(page.locator('#said')).toContainText(/handles?: .*Enter takes it/)
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
  await main(page).press('Backspace')
  await expect(list).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(main(page)).toHaveValue(`Well, @${author} `)
  await expect(list).toHaveCount(0)
  await page.keyboard.type('#1 is worse.')
  await page
    .locator('.comments > .comment-form')
    .getByRole('button', { name: 'Comment', exact: true })
    .click()
  const said = page.locator('.comment', { hasText: 'is worse.' })
  await expect(said.getByRole('link', { name: `@${author}` })).toHaveAttribute('href', `/u/${author}`)
  await expect(said.getByRole('link', { name: '#1', exact: true })).toHaveAttribute('href', '/b/1')
  await signOut(page)
  await signIn(page, author)
  await page.goto('/inbox')
  // Its author is told of the comment anyway, once.
  await expect(page.locator('.notice-entry')).toHaveCount(1)
})

test('the preview follows what is typed', async ({ page }) => {
  const { url } = await aThread(page)
  await page.goto(url)
  const preview = page.locator('.comments > .comment-form .preview')
  // At once, before the script for it is there.
  await main(page).fill('A *paste*')
  await expect(preview.locator('em')).toHaveText('paste')
  await main(page).fill('plain words')
  await expect(preview).toBeEmpty()
  await main(page).pressSequentially(' and `code`')
  await expect(preview.locator('code')).toHaveText('code')
  await main(page).pressSequentially(' and *more*')
  await expect(preview.locator('em')).toHaveText('more')
  await main(page).fill('')
  await expect(preview).toBeEmpty()
})

test('comments since the last visit are marked in words', async ({ page, browser, baseURL }) => {
  const { url, author } = await aThread(page)
  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) })
  const reader = await other.newPage()
  const visitor = await signUp(reader)
  await reader.goto(url)
  await expect(reader.locator('.comment')).toHaveCount(1)
  await expect(reader.locator('.comment .new, .news')).toHaveCount(0)
  await signIn(page, author)
  await page.goto(url)
  await say(page, 'This one came later.')
  // The visit is recorded after the response, and ends after half an hour.
  await endVisits(visitor)
  await reader.goto(url)
  await expect(reader.locator('.comment-new')).toHaveCount(1)
  await expect(reader.locator('.comment-new')).toContainText('This one came later.')
  await expect(reader.locator('.comment-new .new')).toHaveText('new')
  await expect(reader.locator('.news')).toHaveText('1 new since your last visit')
  await reader.reload()
  await expect(reader.locator('.comment-new')).toHaveCount(1)
  await reader.locator('.news a').click()
  await expect(reader.locator('.comment-new')).toBeInViewport()
  await other.close()
})

test('keys move between comments, replies lead to their parents, and folds are remembered', async ({
  page,
}) => {
  test.skip(test.info().project.name === 'phone', 'a phone has no keys')
  await signUp(page)
  const url = await bemoan(page, newText())
  await say(page, 'The first of all.')
  const first = page.locator('.comment').first()
  await first.locator('.answer summary').click()
  await first.locator('.answer textarea').fill('A reply to it.')
  await first.getByRole('button', { name: 'Reply', exact: true }).click()
  await expect(page.locator('.thread .thread .comment')).toContainText('A reply to it.')
  await page.goto(url)
  const current = page.locator('.current')
  for (const [key, text] of [
    ['j', 'The first of all.'],
    ['n', 'A reply to it.'],
    ['p', 'The first of all.'],
    ['k', 'IBTSOCS'],
    ['n', 'The first of all.'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(current).toHaveCount(1)
    await expect(current).toContainText(text)
  }
  const reply = page.locator('.thread .thread .comment')
  await reply.getByRole('link', { name: 'parent comment' }).click()
  await expect(page).toHaveURL(/#c\d+$/)
  await expect(page.locator('.comment:target')).toContainText('The first of all.')
  await reply.getByRole('link', { name: 'context of this comment' }).click()
  await expect(page.locator('#comments')).toContainText('You’re reading one thread.')
  await expect(page.locator('.comment:target')).toContainText('A reply to it.')
  await page.getByRole('link', { name: 'All comments' }).click()
  const fold = page.locator('.answers')
  await fold.locator(':scope > summary').click()
  await expect(reply).toBeHidden()
  await page.goto('/about')
  await page.goto(url)
  await expect(reply).toBeHidden()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(current).toContainText('The first of all.')
  await fold.locator(':scope > summary').click()
  await expect(reply).toBeVisible()
  // The browser tells of it a moment later.
  await page.waitForTimeout(200)
  await page.reload()
  await expect(reply).toBeVisible()
})

test('selected text is quoted into the reply', async ({ page }) => {
  const { url } = await aThread(page, 'One sentence. Another sentence.')
  await page.goto(url)
  const prose = page.locator('.comment .prose').first()
  await prose.evaluate((element) => {
    const text = element.querySelector('p')?.firstChild as Text
    getSelection()?.setBaseAndExtent(text, 0, text, 13)
  })
  await page.getByRole('button', { name: 'Quote' }).click()
  const area = page.locator('.answer textarea').first()
  await expect(area).toHaveValue('> One sentence.\n\n')
  await expect(area).toBeFocused()
  await page.keyboard.type('Yes.')
  await expect(area).toHaveValue('> One sentence.\n\nYes.')
})

test('cards in lists are saved in place', async ({ page }) => {
  await signUp(page, '/new')
  const save = page.locator('article.entry').nth(2).locator('.saved')
  await expect(save).toHaveAccessibleName(/^Save #\d+$/)
  await save.click()
  await expect(save).toHaveAccessibleName(/^Saved #\d+$/)
  await expect(page).toHaveURL('/new')
  await page.goto('/saved')
  await expect(page.locator('article.entry')).toHaveCount(1)
})
