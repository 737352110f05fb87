// `npm run licences`: lists the packages the site consists of. Writes a CycloneDX bill of materials to dist/sbom.json
// and prints how many packages have which licence; exits with 1 if one has none.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { install } from './lib/prepare.mjs'

install()
const made = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
})
if (made.status !== 0) {
  console.error(made.stderr)
  process.exit(1)
}
mkdirSync('dist', { recursive: true })
writeFileSync('dist/sbom.json', made.stdout)
const packages = JSON.parse(made.stdout).components
const byLicence = new Map()
for (const { name, version, licenses = [] } of packages) {
  const licence = licenses
    .map(({ license, expression }) => expression ?? license.id ?? license.name)
    .join(', ')
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), `${name}@${version}`])
}
for (const [licence, names] of [...byLicence].sort((a, b) => b[1].length - a[1].length))
  console.log(
    `${String(names.length).padStart(4)}  ${licence || 'NONE'}${names.length <= 5 ? `  ${names.join(' ')}` : ''}`,
  )
console.log(`${packages.length} packages, dist/sbom.json`)
process.exit(byLicence.has('') ? 1 : 0)
