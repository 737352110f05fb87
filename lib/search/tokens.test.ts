import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { db } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { tokensOf } from '@/text/tokens'
import { loweredInSql } from './query'

ownDatabase()
before(databaseReady)

const wordsOf = (text: string) =>
  tokensOf(text)
    .map(({ word }) => word)
    .join(' ')

/** Returns the texts that the database cuts into other words. */
async function differing(
  texts: readonly string[],
): Promise<{ text: string; tokens: string; ours: string }[]> {
  const { rows } = await db().execute<{ text: string; tokens: string; ours: string }>(sql`
    select * from (
      select t as text, search_tokens(t) as tokens, ${loweredInSql(sql`w`)} as ours
        from unnest(${sql.param(texts)}::text[], ${sql.param(texts.map(wordsOf))}::text[]) u(t, w)) s
     where tokens <> ours`)
  return rows
}

test('the database and the site cut characters alike, of every block', async () => {
  const characters = Array.from({ length: 0x1fbff }, (_, code) => String.fromCodePoint(code + 1)).filter(
    (character, at) =>
      !/[\p{Cs}\p{Cn}\p{Co}]/u.test(character) &&
      // Of the many that are alike, some.
      (at % 32 === 0 || !/[\p{Script=Han}\p{Script=Hangul}\u{10000}-\u{1cfff}]/u.test(character)),
  )
  const found: string[] = []
  for (let at = 0; at < characters.length; at += 4_000) {
    const texts = characters.slice(at, at + 4_000).map((one) => `a${one}b ${one}`.normalize('NFC'))
    found.push(...(await differing(texts)).map(({ text }) => text))
  }
  // Unicode 17 has a few letters that Postgres' tables of Unicode 15 do not decompose yet.
  const newer = found.filter((text) => !/^a[\ua7f1\u{1ccd6}-\u{1ccf9}]b/u.test(text))
  assert.deepEqual(newer, [])
})

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'C',
      'C++',
      'c#',
      'F#',
      'R',
      ' Go',
      'Go',
      '.NET',
      '.net',
      'ASP.NET',
      'Node.js',
      'objective-c',
      '<',
      '>',
      '&',
      '-',
      '_',
      "'",
      '’',
      '“',
      '”',
      ' ',
      '.',
      '数据库',
      'カﾞ',
      'ｶﾞ',
      'ไทย',
      '한국',
      'é',
      'É',
      'ς',
      'Σ',
      'İ',
      'ß',
      '½',
      '´',
      '\u00ad',
      '\u200d',
      '👩‍💻',
      '🔥',
      '→',
      '+',
      '#',
      '/',
      'a',
      'Z',
      '0',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)

test('the database and the site cut every text alike', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(piece, { maxLength: 14 }), { minLength: 50, maxLength: 50 }),
      async (texts) => {
        const whole = texts.map((parts) =>
          parts
            .join('')
            .normalize('NFC')
            .replace(/[\0\ua7f1\u{1ccd6}-\u{1ccf9}]/gu, ''),
        )
        assert.deepEqual(await differing(whole), [])
      },
    ),
    { numRuns: 200 },
  )
})

test('no word goes over an end of a word of Unicode (UAX #29)', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (parts) => {
      // Other numbers than digits are no words of Unicode. Of what is beyond the basic plane, only pictures and notes are told from letters.
      const text = parts
        .join('')
        .normalize('NFKC')
        .replace(/[\p{No}\p{Nl}]/gu, '')
        .replace(/(?<![\p{L}\p{N}])\p{M}+/gu, '')
        .replace(/[\u{10000}-\u{1cfff}\u{1d200}-\u{1efff}]/gu, '')
      const ends = new Set([...segmenter.segment(text)].map(({ index }) => index))
      for (const { word, from, to, run } of tokensOf(text)) {
        // Names of languages hold signs, and pairs are cut without a dictionary.
        if (run > 0 || /^(?:cplusplus|csharp|fsharp|dotnet|objectivec|nodejs|emoji.*)$/.test(word)) continue
        for (let at = from + 1; at < to; at += 1) assert.ok(!ends.has(at), JSON.stringify([text, word]))
      }
    }),
    { numRuns: 5_000 },
  )
})
