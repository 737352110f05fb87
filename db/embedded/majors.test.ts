import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { refuseOtherMajor } from './majors'

test('a folder with the database of another major does not get a second, empty one', () => {
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-majors-'))
  try {
    refuseOtherMajor(data, 17)
    mkdirSync(join(data, 'postgres', 'socket'), { recursive: true })
    refuseOtherMajor(data, 17)
    mkdirSync(join(data, 'postgres', '16'))
    assert.throws(
      () => refuseOtherMajor(data, 17),
      /has the database of Postgres 16, and this build brings 17\./,
    )
    mkdirSync(join(data, 'postgres', '17'))
    refuseOtherMajor(data, 17)
  } finally {
    rmSync(data, { recursive: true })
  }
})
