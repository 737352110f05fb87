import { createHash } from 'node:crypto'
import type { Installed } from '../image/contents'

/**
 * Returns the installed packages as SPDX 2.3 JSON (spdx.github.io/spdx-spec/v2.3), with a package URL each
 * (github.com/package-url/purl-spec, type deb).
 * @param made when the image was built
 */
export function spdx(name: string, suite: string, packages: readonly Installed[], made: Date): string {
  const digest = createHash('sha256').update(JSON.stringify(packages)).digest('hex')
  const idOf = (one: string): string => `SPDXRef-Package-${one.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`
  return `${JSON.stringify(
    {
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name,
      documentNamespace: `urn:sha256:${digest}`,
      creationInfo: { created: `${made.toISOString().slice(0, 19)}Z`, creators: ['Tool: appliance'] },
      packages: packages.map(({ name: one, version, architecture, source, homepage }) => ({
        SPDXID: idOf(one),
        name: one,
        versionInfo: version,
        downloadLocation: 'NOASSERTION',
        filesAnalyzed: false,
        ...(homepage ? { homepage } : {}),
        sourceInfo: `built from ${source}`,
        externalRefs: [
          {
            referenceCategory: 'PACKAGE-MANAGER',
            referenceType: 'purl',
            referenceLocator: `pkg:deb/debian/${encodeURIComponent(one)}@${encodeURIComponent(version)}?arch=${architecture}&distro=${suite}`,
          },
        ],
      })),
      relationships: packages.map(({ name: one }) => ({
        spdxElementId: 'SPDXRef-DOCUMENT',
        relationshipType: 'DESCRIBES',
        relatedSpdxElement: idOf(one),
      })),
    },
    null,
    1,
  )}\n`
}
