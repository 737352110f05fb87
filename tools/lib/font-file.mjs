// Reads and writes the tables of a TrueType font, as far as tools/fonts.mjs needs it (OpenType 1.9, "otff", "name").

/** Returns a TrueType font with another family name (style Regular); copyright and licence entries are kept. */
export function renamed(font, family) {
  const tables = new Map()
  for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
    const start = font.readUInt32BE(at + 8)
    tables.set(font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12)))
  }
  const kept = namesOf(tables.get('name'))
  const named = [
    [1, family],
    [2, 'Regular'],
    [4, family],
    [6, family],
  ]
  const names = new Map([...kept, ...named.map(([id, text]) => [id, Buffer.from(text, 'utf16le').swap16()])])
  tables.set('name', nameTable([...names].sort(([one], [other]) => one - other)))
  return sfnt(font.readUInt32BE(0), tables)
}

/** Returns the copyright (0), trademark (7), licence (13) and its address (14), as UTF-16. */
function namesOf(table) {
  const names = new Map()
  for (let at = 6; at < 6 + 12 * table.readUInt16BE(2); at += 12) {
    const start = table.readUInt16BE(4) + table.readUInt16BE(at + 10)
    const isWindows = table.readUInt16BE(at) === 3
    const id = table.readUInt16BE(at + 6)
    if (isWindows && [0, 7, 13, 14].includes(id)) {
      names.set(id, table.subarray(start, start + table.readUInt16BE(at + 8)))
    }
  }
  return names
}

function nameTable(names) {
  const head = Buffer.alloc(6 + 12 * names.length)
  head.writeUInt16BE(names.length, 2)
  head.writeUInt16BE(head.length, 4)
  let offset = 0
  names.forEach(([id, text], index) => {
    const record = [3, 1, 0x409, id, text.length, offset]
    for (const [field, value] of record.entries()) head.writeUInt16BE(value, 6 + 12 * index + 2 * field)
    offset += text.length
  })
  return Buffer.concat([head, ...names.map(([, text]) => text)])
}

function sfnt(version, tables) {
  const entries = [...tables].sort(([one], [other]) => (one < other ? -1 : 1))
  const head = Buffer.alloc(12 + 16 * entries.length)
  const power = Math.floor(Math.log2(entries.length))
  head.writeUInt32BE(version, 0)
  head.writeUInt16BE(entries.length, 4)
  head.writeUInt16BE(16 << power, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(16 * entries.length - (16 << power), 10)
  const parts = [head]
  let offset = head.length
  entries.forEach(([tag, data], index) => {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)])
    if (tag === 'head') padded.writeUInt32BE(0, 8)
    head.write(tag, 12 + 16 * index, 'latin1')
    head.writeUInt32BE(checksum(padded), 16 + 16 * index)
    head.writeUInt32BE(offset, 20 + 16 * index)
    head.writeUInt32BE(data.length, 24 + 16 * index)
    parts.push(padded)
    offset += padded.length
  })
  const font = Buffer.concat(parts)
  const at = entries.findIndex(([tag]) => tag === 'head')
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, font.readUInt32BE(20 + 16 * at) + 8)
  return font
}

function checksum(data) {
  let sum = 0
  for (let at = 0; at < data.length; at += 4) sum = (sum + data.readUInt32BE(at)) >>> 0
  return sum
}
