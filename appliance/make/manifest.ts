import type { Span } from '../artefacts/timeline'
import type { Resolved } from '../config/resolved'
import type { Installed } from '../image/contents'
import type { Supplement } from '../initrd/supplement'
import type { Prepared } from './prepare'

/** Returns the manifest of an image: its inputs, how it was built, and the duration of each stage. */
export function manifest(
  { values, origins }: Resolved,
  { installer, app, archive, hash, key }: Prepared,
  made: {
    at: Date
    supplement: Supplement | null
    accelerator: { accelerator: string; why: string }
    timeline: readonly Span[]
    base: 'installed' | 'cached'
    packages: readonly Installed[]
  },
): string {
  return `${JSON.stringify(
    {
      made: made.at.toISOString(),
      appliance: values.appliance,
      suite: values.os.suite,
      inputs: hash,
      base: made.base,
      app: app && { name: app.name, version: app.version, sha256: app.sha256 },
      installer: installer.version,
      ...(made.supplement
        ? { kernel: made.supplement.kernel, udebs: made.supplement.udebs, replaced: made.supplement.replaced }
        : {}),
      notes: archive.notes,
      accelerator: made.accelerator.accelerator,
      accelerator_because: made.accelerator.why,
      signed_by: key.id,
      origins,
      timeline: made.timeline,
      packages: Object.fromEntries(made.packages.map(({ name, version }) => [name, version])),
    },
    null,
    2,
  )}\n`
}
