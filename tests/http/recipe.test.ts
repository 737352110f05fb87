import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ownServer } from '../server'

describe('a recipe by address', () => {
  const server = ownServer()
  const path = '/blog/black-bean-soup'
  const page = async (query = '') => {
    const answer = await server.send('GET', path + query, { headers: { Accept: 'text/html' } })
    assert.equal(answer.status, 200, query)
    return (await answer.text()).replaceAll('\u00a0', ' ')
  }

  test('the recipe comes first, and scales without a script', async () => {
    const own = await page()
    assert.ok(own.indexOf('class="recipe"') < own.indexOf('e-content'), 'before the text')
    assert.match(own, /<b>4 cans \(15 oz each\)<\/b>|4 cans \(15 oz each\)/)
    const half = await page('?servings=3&units=metric')
    assert.match(half, /850 g/)
    assert.match(
      half,
      /250 g<\/b>[^<]*<span class="sr-only">250 grams<\/span> <!-- -->canned|250 g[\s\S]{0,80}canned black beans/,
    )
    assert.match(half, /value="3"/)
    assert.match(half, /<link rel="canonical" href="[^"?]+\/blog\/black-bean-soup"/)
    for (const query of [
      '?servings=0',
      '?servings=49',
      '?servings=-1',
      '?servings=1e9',
      '?servings=x',
      '?units=stone',
      '?servings=%F0%9F%99%82',
    ])
      assert.match(await page(query), /4 cans \(15 oz each\)/, query)
    for (const query of ['?servings=3&servings=4', '?servings[]=3'])
      assert.equal(
        (await server.send('GET', path + query, { headers: { Accept: 'text/html' } })).status,
        400,
        query,
      )
  })

  test('its data for search engines contains only facts', async () => {
    const data = JSON.parse(
      /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(await page())?.[1] ?? '{}',
    )
    assert.equal(data['@type'], 'Recipe')
    assert.deepEqual([data.prepTime, data.cookTime, data.totalTime], ['PT20M', 'PT1H15M', 'PT1H35M'])
    assert.equal(data.recipeYield, '6 servings')
    assert.equal(data.recipeIngredient.length, 16)
    assert.equal(data.recipeInstructions.length, 5)
    for (const key of ['aggregateRating', 'nutrition', 'suitableForDiet', 'review', 'video'])
      assert.ok(!(key in data), key)
    for (const step of data.recipeInstructions) {
      assert.doesNotMatch(step.text, /[{}]/)
      const anchor = new URL(step.url).hash.slice(1)
      assert.ok((await page()).includes(`id="${anchor}"`), anchor)
    }
    const sizes = [
      [1200, 1200],
      [1200, 900],
      [1200, 675],
    ]
    for (const [index, url] of (data.image as string[]).entries()) {
      const picture = await server.send('GET', new URL(url).pathname)
      assert.equal(picture.headers.get('content-type'), 'image/png')
      const bytes = Buffer.from(await picture.arrayBuffer())
      assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], sizes[index])
    }
  })

  test('text scales too, by address and for curl', async () => {
    const query = '?servings=3&units=metric'
    const asked: [path: string, headers: Record<string, string>][] = [
      [`${path}.txt${query}`, {}],
      [`${path}.md${query}`, {}],
      [path + query, { 'User-Agent': 'curl/8.14.1', Accept: '*/*' }],
    ]
    for (const [address, headers] of asked) {
      const answer = await server.send('GET', address, { headers })
      const text = (await answer.text()).replaceAll('\u00a0', ' ')
      assert.match(answer.headers.get('content-type') ?? '', /^text\/(plain|markdown)/, address)
      assert.match(text, /- Serves 3\n/, address)
      assert.match(text, /- 2 cans \(850 g\) canned black beans/, address)
      assert.match(text, /minced \(twice to four times as much, if liked\)/, address)
    }
    const own = await (await server.send('GET', `${path}.txt?servings=49&units=stone`)).text()
    assert.match(own, /- Serves 6\n/)
    assert.match(own, /- 4 cans \(15 oz each\) canned black beans/)
  })

  test('feeds and plain formats contain it too', async () => {
    for (const format of ['.atom', '.rss', '.json', '.md', '.txt']) {
      const text = await (await server.send('GET', path + format)).text()
      assert.match(text, /canned black beans/, format)
      assert.match(text, /Purée half of them/, format)
    }
  })
})
