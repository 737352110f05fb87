import { expect, signUp, test } from './fixtures'
import { sideways, wideThings } from './narrow'

test('no page scrolls sideways, from 320 pixels up, with the longest tags and five-digit counts', async ({
  page,
}) => {
  test.setTimeout(240_000)
  await signUp(page)
  const paths = await wideThings(page)
  expect(await sideways(page, paths)).toEqual([])
})
