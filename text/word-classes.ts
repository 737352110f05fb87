/**
 * Classes of characters that decide where words begin and end, as insides of a regular expression's brackets. The same
 * classes stand in db/functions/search_tokens.sql; a test compares both for every code point.
 *
 * Punctuation, symbols and spaces beyond ASCII: the Unicode categories P, S, Z, Cc and Co of version 17, and the modifier
 * apostrophe. Unassigned code points between two of them are counted with them.
 */
export const separators = [
  '\\u0080-\\u00a9\\u00ab-\\u00ac\\u00ae-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf\\u00d7\\u00f7\\u02bc\\u02c2-\\u02c5',
  '\\u02d2-\\u02df\\u02e5-\\u02eb\\u02ed\\u02ef-\\u02ff\\u0375\\u037e\\u0384-\\u0385\\u0387\\u03f6\\u0482\\u055a-\\u055f',
  '\\u0589-\\u058f\\u05be\\u05c0\\u05c3\\u05c6\\u05f3-\\u05f4\\u0606-\\u060f\\u061b\\u061d-\\u061f\\u066a-\\u066d\\u06d4\\u06de',
  '\\u06e9\\u06fd-\\u06fe\\u0700-\\u070d\\u07f6-\\u07f9\\u07fe-\\u07ff\\u0830-\\u083e\\u085e\\u0888\\u0964-\\u0965\\u0970',
  '\\u09f2-\\u09f3\\u09fa-\\u09fb\\u09fd\\u0a76\\u0af0-\\u0af1\\u0b70\\u0bf3-\\u0bfa\\u0c77\\u0c7f\\u0c84\\u0d4f\\u0d79\\u0df4',
  '\\u0e3f\\u0e4f\\u0e5a-\\u0e5b\\u0f01-\\u0f17\\u0f1a-\\u0f1f\\u0f34\\u0f36\\u0f38\\u0f3a-\\u0f3d\\u0f85\\u0fbe-\\u0fc5',
  '\\u0fc7-\\u0fda\\u104a-\\u104f\\u109e-\\u109f\\u10fb\\u1360-\\u1368\\u1390-\\u1399\\u1400\\u166d-\\u166e\\u1680\\u169b-\\u169c',
  '\\u16eb-\\u16ed\\u1735-\\u1736\\u17d4-\\u17d6\\u17d8-\\u17db\\u1800-\\u180a\\u1940-\\u1945\\u19de-\\u19ff\\u1a1e-\\u1a1f',
  '\\u1aa0-\\u1aa6\\u1aa8-\\u1aad\\u1b4e-\\u1b4f\\u1b5a-\\u1b6a\\u1b74-\\u1b7f\\u1bfc-\\u1bff\\u1c3b-\\u1c3f\\u1c7e-\\u1c7f',
  '\\u1cc0-\\u1cc7\\u1cd3\\u1fbd\\u1fbf-\\u1fc1\\u1fcd-\\u1fcf\\u1fdd-\\u1fdf\\u1fed-\\u1fef\\u1ffd-\\u200b\\u2010-\\u2029',
  '\\u202f-\\u205f\\u207a-\\u207e\\u208a-\\u208e\\u20a0-\\u20c1\\u2100-\\u2101\\u2103-\\u2106\\u2108-\\u2109\\u2114\\u2116-\\u2118',
  '\\u211e-\\u2123\\u2125\\u2127\\u2129\\u212e\\u213a-\\u213b\\u2140-\\u2144\\u214a-\\u214d\\u214f\\u218a-\\u244a\\u249c-\\u24e9',
  '\\u2500-\\u2775\\u2794-\\u2bff\\u2ce5-\\u2cea\\u2cf9-\\u2cfc\\u2cfe-\\u2cff\\u2d70\\u2e00-\\u2e2e\\u2e30-\\u3004\\u3008-\\u3020',
  '\\u3030\\u3036-\\u3037\\u303d-\\u303f\\u309b-\\u309c\\u30a0\\u30fb\\u3190-\\u3191\\u3196-\\u319f\\u31c0-\\u31ef\\u3200-\\u321e',
  '\\u322a-\\u3247\\u3250\\u3260-\\u327f\\u328a-\\u32b0\\u32c0-\\u33ff\\u4dc0-\\u4dff\\ua490-\\ua4c6\\ua4fe-\\ua4ff\\ua60d-\\ua60f',
  '\\ua673\\ua67e\\ua6f2-\\ua716\\ua720-\\ua721\\ua789-\\ua78a\\ua828-\\ua82b\\ua836-\\ua839\\ua874-\\ua877\\ua8ce-\\ua8cf',
  '\\ua8f8-\\ua8fa\\ua8fc\\ua92e-\\ua92f\\ua95f\\ua9c1-\\ua9cd\\ua9de-\\ua9df\\uaa5c-\\uaa5f\\uaa77-\\uaa79\\uaade-\\uaadf',
  '\\uaaf0-\\uaaf1\\uab5b\\uab6a-\\uab6b\\uabeb\\ue000-\\uf8ff\\ufb29\\ufbb2-\\ufbd2\\ufd3e-\\ufd4f\\ufd90-\\ufd91\\ufdc8-\\ufdcf',
  '\\ufdfc-\\ufdff\\ufe10-\\ufe19\\ufe30-\\ufe6b\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\uffe0-\\uffee',
  '\\ufffc-\\ufffd',
  '\\u{1d000}-\\u{1d1ff}\\u{1f000}-\\u{1fbef}\\u{1fbfa}\\u{f0000}-\\u{10ffff}',
].join('')

/** Characters inside words that are not seen: soft hyphens, joiners, directions, variation selectors, fillers. */
export const ignored =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\u{e0000}-\\u{e0fff}'

/** Apostrophes as people and their keyboards write them. */
export const apostrophes = '\\u02bc\\u2018\\u2019\\u201b\\uff07'

/** Emoji and other pictures, each of which is a word. Skin tones are none. */
export const pictures =
  '\\u231a\\u231b\\u23e9-\\u23fa\\u2600-\\u2767\\u2795-\\u2797\\u2b50\\u2b55\\u{1f000}-\\u{1f0ff}\\u{1f1e6}-\\u{1f1ff}\\u{1f300}-\\u{1f3fa}\\u{1f400}-\\u{1f6ff}\\u{1f7e0}-\\u{1f7ff}\\u{1f900}-\\u{1faff}'

/** Scripts that put no spaces between words, and Hangul, which adds endings to them: found by pairs of characters. */
export const unspaced =
  '\\u0e00-\\u0eff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3031-\\u3035\\u303b\\u303c\\u3041-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}'

/** What is left of a text after its separators beyond ASCII are gone: a letter, mark or digit. */
export const wordCharacters = '0-9A-Za-z\\u0080-\\u{10ffff}'
