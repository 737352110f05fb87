import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { contentFolder, type TestPost } from '@/tests/blog-content'
import { compileBlog } from './compile'

async function compiled(posts: readonly TestPost[]) {
  const { path, remove } = contentFolder(posts)
  try {
    return await compileBlog(path)
  } finally {
    remove()
  }
}

const faultsOf = async (...posts: TestPost[]) => (await compiled(posts)).faults.map(({ message }) => message)
const post = (body: string, more: Partial<TestPost> = {}): TestPost => ({ slug: 'one', body, ...more })

describe('the build reports errors with file and line', () => {
  // The front matter of these posts takes six lines, so the text begins at line 7.
  const cases: [what: string, posts: TestPost[], fault: RegExp][] = [
    [
      'an unknown tag',
      [{ slug: 'one', front: { tags: ['xen', 'cobol'] } }],
      /index\.md:5 Unknown tag “cobol”/,
    ],
    ['an alias', [{ slug: 'one', front: { tags: ['broth'] } }], /index\.md:5 Unknown tag “broth”\. Use soup/],
    ['a tag twice', [{ slug: 'one', front: { tags: ['xen', 'xen'] } }], /A tag is listed twice/],
    ['an unknown field', [{ slug: 'one', front: { autor: 'x' } }], /index\.md:6 .*autor/],
    ['a bad date', [{ slug: 'one', front: { publishAt: 'tomorrow' } }], /index\.md:4 publishAt/],
    ['a date that is none', [{ slug: 'one', front: { publishAt: '2026-02-30' } }], /publishAt/],
    [
      'no front matter',
      [{ slug: 'one', front: {}, files: { 'index.md': 'Text.' } }],
      /index\.md:1 A post must begin/,
    ],
    ['a link to no post', [post('Text.\n\n[x](/blog/two)')], /index\.md:9 \/blog\/two leads nowhere/],
    ['a link to no page', [post('[x](/nope)')], /index\.md:7 \/nope leads nowhere/],
    ['a link to no heading', [post('## A\n\n[x](#b)')], /index\.md:9 one has no anchor “b”/],
    [
      'a link to a later post',
      [post('[x](/blog/two)'), { slug: 'two', front: { publishAt: '2126-01-01' } }],
      /index\.md:7 .*appears later/,
    ],
    ['a link to no tag', [post('[x](/blog/tags/xen+cobol)')], /Unknown tag “cobol”/],
    ['a script as a link', [post('[x](javascript:alert)')], /index\.md:7 javascript:alert is neither/],
    [
      'a picture without words',
      [post('![](x.png)', { files: { 'x.png': '' } })],
      /index\.md:7 .*has no description/,
    ],
    ['no such picture', [post('![x](y.png)')], /index\.md:7 The picture y\.png isn’t beside the post/],
    ['a picture from elsewhere', [post('![x](../two/y.png)')], /isn’t beside the post/],
    ['a figure without words', [post('::figure[c]{src=x.svg}', { files: { 'x.svg': '<svg/>' } })], /alt=/],
    [
      'a drawing with a script',
      [post('::figure[c]{src=x.svg alt=x}', { files: { 'x.svg': '<svg><script/></svg>' } })],
      /must not/,
    ],
    [
      'a skipped heading',
      [post('## A\n\n#### B')],
      /index\.md:9 A heading of level 4 follows one of level 2/,
    ],
    ['a heading of the first level', [post('# A')], /index\.md:7 .*Begin with ##/],
    ['HTML', [post('Text.\n\n<b>x</b>')], /index\.md:9 Posts can’t contain HTML/],
    ['an unknown directive', [post(':::boom\nx\n:::')], /index\.md:7 Unknown directive “boom”/],
    ['an unknown language', [post('```brainfuck\n+\n```')], /index\.md:7 Unknown language/],
    ['commands that nobody ran', [post('```bash\nls\n```')], /index\.md:7 Commands need run/],
    ['an unknown series', [{ slug: 'one', front: { series: { id: 'x', part: 1 } } }], /Unknown series “x”/],
    [
      'a series with a gap',
      [
        { slug: 'one', front: { series: { id: 'tips', part: 1 } } },
        { slug: 'two', front: { series: { id: 'tips', part: 3 } } },
      ],
      /two\/index\.md:1 This is part 3 of “tips”, but part 2 is missing/,
    ],
    [
      'a part twice',
      [
        { slug: 'one', front: { series: { id: 'tips', part: 1 } } },
        { slug: 'two', front: { series: { id: 'tips', part: 1 } } },
      ],
      /two\/index\.md:1 one is already part 1 of “tips”/,
    ],
    ['an address that lists have', [{ slug: 'tags' }], /can’t be the address/],
    ['a year as an address', [{ slug: '2026' }], /can’t be the address/],
    [
      'a recipe that is none',
      [post('x', { files: { 'recipe.yaml': 'name: x\nservings: many\n' } })],
      /recipe\.yaml:2 servings/,
    ],
    [
      'a chart of words',
      [post(':::sortable{chart=1}\n| a | b |\n|---|---|\n| x | y |\n:::')],
      /has no numbers/,
    ],
  ]
  for (const [what, posts, fault] of cases)
    test(what, async () => {
      const faults = await faultsOf(...posts)
      assert.ok(
        faults.some((one) => fault.test(one)),
        `${fault}: ${faults.join(' | ') || 'no fault'}`,
      )
      assert.ok(faults.every((one) => /^content\/.+:\d+ /.test(one)))
    })
})

test('drafts are checked, but not published', async () => {
  const { index, faults } = await compiled([
    { slug: 'one' },
    { slug: 'two', front: { draft: true }, body: 'Secret.' },
  ])
  assert.deepEqual(faults, [])
  assert.deepEqual(
    index.posts.map(({ slug }) => slug),
    ['one'],
  )
  assert.ok(!JSON.stringify(index).includes('Secret'))
  assert.match((await faultsOf({ slug: 'two', front: { draft: true }, body: '# A' })).join(), /Begin with ##/)
  assert.match(
    (await faultsOf(post('[x](/blog/two)'), { slug: 'two', front: { draft: true } })).join(),
    /leads nowhere/,
  )
})

test('the output contains no styles and no scripts, and nothing is evaluated', async () => {
  const { index } = await compiled([
    post(
      '## One {x}\n\nhost:port `{1+1}` {1+1} <https://example.org/>[^1]\n\n[^1]: A note.\n\n```bash run {1}\necho "</code><script>x</script>"\n```\n\n```diff\n- a\n+ b\n```\n\n:::side\nA *remark*.\n:::\n\n:::sortable{chart=1 unit=ms}\n| what | time |\n|---|--:|\n| <a | 1,000 |\n| b | 2 |\n:::\n\n::bishop{fingerprint="MD5:20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97"}\n',
    ),
  ])
  const [{ html = '', feedHtml = '', headings = [], text = '', scripts = [] } = {}] = index.posts
  assert.doesNotMatch(html, /\sstyle=|<script|javascript:|\son\w+=/)
  assert.match(html, /\{1\+1\}/)
  assert.match(html, /host:port/)
  assert.match(html, /class="line marked"/)
  assert.match(html, /class="line taken"[\s\S]*class="line added"/)
  assert.match(html, /<aside class="side"/)
  assert.match(html, /<svg class="chart"[\s\S]*aria-label="time, ms: &lt;a 1,000; b 2"/)
  assert.match(html, /id="fn-1"[\s\S]*href="#fnref-1"/)
  assert.match(html, /role="img" aria-label="Randomart for MD5:20:e9/)
  assert.deepEqual(headings, [{ id: 'one-x', text: 'One {x}', depth: 2 }])
  assert.deepEqual(scripts, ['b', 'r'])
  assert.doesNotMatch(feedHtml, /href="[#/]|src="\/|class="anchor"|tabindex/)
  assert.match(text, /A remark\./)
})

test('five hundred posts take under ten seconds more than ten, and a tag page costs the same', async () => {
  const many = (count: number): TestPost[] =>
    Array.from({ length: count }, (_, i) => ({
      slug: `post-${i}`,
      front: {
        publishAt: new Date(Date.UTC(2020, 0, 1 + i)).toISOString().replace('.000', ''),
        tags: ['xen', ...(i % 2 ? ['ssh'] : []), ...(i % 5 ? [] : ['soup'])],
      },
      body: `## Heading ${i}\n\n${`Words about machine number ${i} and what it does all day. `.repeat(60)}\n\n\`\`\`bash run\necho ${i} | wc -c # count\n\`\`\`\n\n## Another\n\n${'- an item of a list\n'.repeat(20)}`,
    }))
  const time = async (count: number) => {
    // CPU time, so that a busy machine does not affect the result.
    const began = process.cpuUsage()
    const { index, faults } = await compiled(many(count))
    assert.deepEqual(faults, [])
    const { user, system } = process.cpuUsage(began)
    return { took: (user + system) / 1_000, index }
  }
  await time(2)
  const few = await time(10)
  const all = await time(500)
  console.log(`10 posts ${few.took.toFixed(0)} ms, 500 posts ${all.took.toFixed(0)} ms`)
  assert.ok(all.took - few.took < 10_000, `${all.took - few.took} ms`)
  const { snapshotAt } = await import('@/lib/blog')
  const { placeAt } = await import('@/lib/blog')
  const cost = (index: typeof few.index) => {
    const now = snapshotAt(index, Date.now())
    const asked = () => {
      const began = performance.now()
      for (let i = 0; i < 2_000; i += 1) placeAt(i % 2 ? '/blog/tags/ssh+xen' : '/blog/tags/xen', now)
      return performance.now() - began
    }
    asked()
    return Math.min(asked(), asked(), asked())
  }
  const [small, large] = [cost(few.index), cost(all.index)]
  console.log(`2,000 tag pages: ${small.toFixed(1)} ms of 10 posts, ${large.toFixed(1)} ms of 500`)
  assert.ok(large < small * 3 + 5, `${small} ms, ${large} ms`)
})
