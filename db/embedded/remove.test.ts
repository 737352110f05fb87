import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { removeDataFolder } from './remove'

const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-remove-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('a cluster elsewhere is removed with its data folder', () => {
  const data = join(folder, 'data')
  const elsewhere = join(folder, 'elsewhere', '0123')
  mkdirSync(join(elsewhere, '17'), { recursive: true })
  mkdirSync(join(data, 'postgres'), { recursive: true })
  symlinkSync(join(elsewhere, '17'), join(data, 'postgres', '17'))
  removeDataFolder(data)
  assert.ok(!existsSync(data))
  assert.ok(!existsSync(elsewhere))
  assert.ok(existsSync(join(folder, 'elsewhere')))
})

test('also removes a data folder with its cluster inside, or without a cluster', () => {
  const data = join(folder, 'within')
  mkdirSync(join(data, 'postgres', '17'), { recursive: true })
  removeDataFolder(data)
  assert.ok(!existsSync(data))
  removeDataFolder(data)
  assert.ok(existsSync(folder))
})
