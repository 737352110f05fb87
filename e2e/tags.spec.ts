import { expect, makeModerator, newHandle, newText, pickTag, signUp, test } from './fixtures'

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('somebody proposes a tag, a moderator accepts it, and a bemoaning has it', async ({
      page: proposer,
      browser,
    }) => {
      const context = await browser.newContext({ javaScriptEnabled })
      const moderator = await context.newPage()
      const handle = await signUp(proposer, '/submit')
      const moderatorHandle = await signUp(moderator)
      await makeModerator(moderatorHandle)
      const name = newHandle().replaceAll('_', '-')
      const label = `Trade ${name}`

      await test.step('the link is where tags are chosen and where they are listed', async () => {
        await proposer.goto('/tags')
        await expect(proposer.getByRole('link', { name: 'Propose a tag' })).toBeVisible()
        await proposer.goto('/submit')
        await proposer.getByRole('link', { name: 'Propose a tag' }).click()
        await expect(proposer.getByRole('heading', { name: 'Propose a tag' })).toBeVisible()
        await expect(proposer.getByText('You can propose 5 tags a day.')).toBeVisible()
      })

      await test.step('a name that is taken comes back with everything that was typed', async () => {
        await proposer.getByLabel('Name').fill('K8s')
        await proposer.getByLabel('Label').fill(label)
        await proposer.getByLabel('Why do we need it?').fill('There are three bemoanings about it.')
        await proposer.getByRole('button', { name: 'Propose the tag' }).click()
        await expect(proposer.getByRole('alert')).toContainText('another name for our tag Kubernetes')
        await expect(proposer.getByLabel('Label')).toHaveValue(label)
        await expect(proposer.getByLabel('Why do we need it?')).toHaveValue(
          'There are three bemoanings about it.',
        )
        await proposer.getByLabel('Name').fill(name)
        await proposer.getByRole('button', { name: 'Propose the tag' }).click()
        await expect(proposer.getByText('Thank you. A moderator decides')).toBeVisible()
        await expect(proposer.getByRole('button', { name: `Delete ${label}` })).toBeVisible()
      })

      await test.step('a moderator finds it among the cases, and accepts it', async () => {
        await moderator.goto('/cases')
        await moderator.getByRole('link', { name: /proposed tags?$/ }).click()
        const line = moderator.locator('.case-line').filter({ hasText: label })
        await expect(line).toContainText(handle)
        await line.getByRole('link', { name: label }).click()
        await moderator.getByLabel('Description').fill('A trade that exists for one test.')
        await moderator.getByLabel('Other names').fill(`${name}-x k8s`)
        await moderator.getByLabel('Reason').first().fill('It was missing.')
        await moderator.getByRole('button', { name: 'Accept' }).click()
        await expect(moderator.getByRole('alert')).toContainText('another name for our tag Kubernetes')
        await expect(moderator.getByLabel('Description')).toHaveValue('A trade that exists for one test.')
        await moderator.getByLabel('Other names').fill(`${name}-x`)
        await moderator.getByRole('button', { name: 'Accept' }).click()
        await expect(moderator.getByRole('heading', { name: 'Decided' })).toBeVisible()
      })

      await test.step('its proposer reads so, and uses it', async () => {
        await proposer.goto('/tags')
        await expect(proposer.getByRole('link', { name: label })).toBeVisible()
        await proposer.goto('/inbox')
        await expect(proposer.locator('.notice-entry').first()).toContainText(
          'Moderators accepted the tag you proposed.',
        )
        const text = newText()
        await proposer.goto('/submit')
        await proposer.getByLabel('What do you bemoan?').fill(text)
        await pickTag(proposer, name)
        await proposer.getByRole('button', { name: 'Bemoan', exact: true }).click()
        await proposer.goto(`/t/${name}-x`)
        await expect(proposer).toHaveURL(new RegExp(`/t/${name}$`))
        await expect(proposer.getByText(text)).toBeVisible()
      })

      await test.step('everyone can read it in the log', async () => {
        await proposer.goto('/log?type=tag')
        await expect(proposer.locator('.log li').filter({ hasText: name })).toContainText(
          `${moderatorHandle} · accept a tag ${name}: It was missing.`,
        )
      })
      await context.close()
    })
  })

test('a declined tag tells its reason, and a moderator can think again', async ({
  page: proposer,
  browser,
}) => {
  const moderator = await (await browser.newContext()).newPage()
  await signUp(proposer, '/tags/propose')
  await makeModerator(await signUp(moderator))
  const name = newHandle().replaceAll('_', '-')
  await proposer.getByLabel('Name').fill(name)
  await proposer.getByLabel('Label').fill(name)
  await proposer.getByLabel('Why do we need it?').fill('It rhymes with one that we have.')
  await proposer.getByRole('button', { name: 'Propose the tag' }).click()

  await moderator.goto('/cases/tags')
  await moderator.getByRole('link', { name, exact: true }).click()
  const address = moderator.url()
  await moderator.getByLabel('Reason').last().fill('A rhyme is not a reason.')
  await moderator.getByRole('button', { name: 'Decline' }).click()
  await proposer.goto('/tags/propose')
  await expect(proposer.locator('.case-line').first()).toContainText('A rhyme is not a reason.')

  await moderator.goto(address)
  await moderator.locator('summary', { hasText: 'Undo' }).click()
  await moderator.getByRole('button', { name: /^Undo/ }).click()
  await expect(moderator.getByRole('button', { name: 'Accept' })).toBeVisible()
  await proposer.goto('/tags/propose')
  await proposer.getByRole('button', { name: `Delete ${name}` }).click()
  await expect(proposer.locator('.case-line')).toHaveCount(0)
})
