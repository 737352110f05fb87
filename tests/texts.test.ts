import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { catalogueOf, textRooms, writeCatalogue } from '@/tools/texts/catalogue'
import { messagesIn } from '@/tools/texts/messages'

test('the catalogue of each room holds every text of it', () => {
  for (const room of textRooms)
    assert.ok(
      readFileSync(catalogueOf(room), 'utf8') === writeCatalogue(room),
      `${catalogueOf(room)} is out of date. Run: npm run texts`,
    )
  assert.deepEqual(
    readdirSync('content/texts').sort(),
    textRooms.map((room) => `${room}.pot`),
  )
})

test('a message is a whole sentence, with its values and elements; other strings are none', () => {
  const code = `
    import x from 'A sentence, in an import.'
    const failure = fail('invalid', 'Choose one of the reasons.')
    const late = \`You can edit it for \${minutes} minutes.\`
    const query = sql\`select a from b where c is null.\`
    const Page = () => (
      <div className="a list of classes">
        <p title="Exact time">
          Read <a href={paths.rules}>the rules</a>,{' '}
          {count} of them, <strong>twice</strong>.
        </p>
        <button aria-label="Close">×</button>
        <ul><li>One</li><li>{two}</li></ul>
      </div>
    )`
  assert.deepEqual(messagesIn(code, true), [
    'Choose one of the reasons.',
    'You can edit it for {} minutes.',
    'Read <1>the rules</1>, {} of them, <2>twice</2>.',
    'Exact time',
    'Close',
    'One',
  ])
})
