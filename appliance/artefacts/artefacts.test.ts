import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseInstalled } from '../image/contents'
import { differing } from '../make/compare'
import { junit } from './junit'
import { ovf } from './ova'
import { spdx } from './sbom'
import { timelineSvg } from './timeline'

const status = `Package: zlib1g
Status: install ok installed
Architecture: amd64
Source: zlib (1:1.3)
Version: 1:1.3.dfsg+really1.3.1-1+b1
Homepage: https://zlib.net/
Description: compression
 of data: Version: 9

Package: gone
Status: deinstall ok config-files
Version: 1

Package: adduser
Status: install ok installed
Architecture: all
Version: 3.152
`

test('installed packages are read from dpkg’s status file, and listed in the SBOM', () => {
  const packages = parseInstalled(status)
  assert.deepEqual(
    packages.map(({ name, version, source }) => [name, version, source]),
    [
      ['adduser', '3.152', 'adduser'],
      ['zlib1g', '1:1.3.dfsg+really1.3.1-1+b1', 'zlib'],
    ],
  )
  const sbom = JSON.parse(spdx('www', 'trixie', packages, new Date('2026-11-24T12:00:00.5Z'))) as {
    spdxVersion: string
    creationInfo: { created: string }
    packages: { SPDXID: string; externalRefs: { referenceLocator: string }[] }[]
    relationships: unknown[]
  }
  assert.equal(sbom.spdxVersion, 'SPDX-2.3')
  assert.equal(sbom.creationInfo.created, '2026-11-24T12:00:00Z')
  assert.equal(
    sbom.packages[1]?.externalRefs[0]?.referenceLocator,
    'pkg:deb/debian/zlib1g@1%3A1.3.dfsg%2Breally1.3.1-1%2Bb1?arch=amd64&distro=trixie',
  )
  assert.equal(sbom.relationships.length, 2)
  for (const { SPDXID } of sbom.packages) assert.match(SPDXID, /^SPDXRef-[A-Za-z0-9.-]+$/)
})

test('results and timelines are valid XML, whatever they contain', () => {
  const text = junit('a "suite"', [
    { name: 'fine', seconds: 1.26 },
    { name: '<b>', seconds: 2, failure: 'a & b\x07\nsecond ]]>' },
    { name: 'c', seconds: 0, skipped: 'no browser' },
  ])
  assert.match(text, /tests="3" failures="1" skipped="1" time="3\.3"/)
  assert.match(text, /name="&lt;b&gt;".*message="a &amp; b"/)
  assert.doesNotMatch(text, /\x07/)
  const svg = timelineSvg('<x>', [
    { stage: 'start', seconds: 10 },
    { stage: 'a & b', seconds: 30 },
  ])
  assert.match(svg, /aria-label="&lt;x&gt;"/)
  assert.match(svg, /a &amp; b/)
  const widths = [...svg.matchAll(/<rect[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width))
  assert.ok(Math.abs((widths[1] ?? 0) / (widths[0] ?? 1) - 3) < 0.01)
})

test('differences list added, removed and changed entries', () => {
  const map = (entries: Record<string, string>) => new Map(Object.entries(entries))
  assert.deepEqual(differing(map({ a: '1', b: '1', c: '1' }), map({ b: '2', c: '1', d: '1' }), true), [
    '- a 1',
    '~ b 1 → 2',
    '+ d 1',
  ])
})

test('an OVF contains the size of the disk and of the memory', () => {
  const text = ovf(
    {
      name: 'www',
      appliance: 'www.example.org',
      vm: { cpus: 2, memory: 2 ** 31, disk: 10 * 2 ** 30, firmware: 'bios', data: 0, modes: [], formats: [] },
    },
    1234,
  )
  assert.match(text, /ovf:size="1234"/)
  assert.match(text, /ovf:capacity="10737418240"/)
  assert.match(text, /VirtualQuantity>2048</)
})
