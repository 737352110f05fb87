import { chmod, rm, truncate, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { junit } from '../artefacts/junit'
import { makeOva } from '../artefacts/ova'
import { runQemu } from '../artefacts/run-qemu'
import { spdx } from '../artefacts/sbom'
import { type Span, timelineSvg } from '../artefacts/timeline'
import type { Resolved, Values } from '../config/resolved'
import { run } from '../host/programs'
import { installedIn } from '../image/contents'
import type { Supplement } from '../initrd/supplement'
import { dataDisk, plannedFiles } from '../plan/plan'
import { sha256Of } from './digest'
import { manifest } from './manifest'
import type { Prepared } from './prepare'

const convert = (disk: string, to: string, ...options: string[]) =>
  run('qemu-img', ['convert', '-f', 'qcow2', ...options, disk, to])

/** Converts the image to every requested format. @returns the names of the files */
async function images(values: Values, folder: string, disk: string): Promise<string[]> {
  const { name, vm } = values
  const file = (ending: string): string => join(folder, `${name}.${ending}`)
  await convert(disk, file('raw'), '-O', 'raw', '-S', '64k')
  await convert(disk, file('qcow2'), '-O', 'qcow2', '-c')
  const made = [`${name}.raw`, `${name}.qcow2`]
  if (vm.formats.length > 0)
    await convert(disk, file('vmdk'), '-O', 'vmdk', '-o', 'subformat=streamOptimized')
  if (vm.formats.includes('ova')) {
    await makeOva(values, folder)
    made.push(`${name}.ova`)
    for (const ending of ['ovf', 'mf']) await rm(file(ending))
  }
  if (vm.formats.includes('vmdk')) made.push(`${name}.vmdk`)
  else await rm(file('vmdk'), { force: true })
  return made
}

/** Writes all results of a build to its folder, with signed digests. */
export async function deliver(
  resolved: Resolved,
  prepared: Prepared,
  folder: string,
  made: {
    supplement: Supplement
    accelerator: { accelerator: string; why: string }
    timeline: readonly Span[]
    base: 'installed' | 'cached'
    /** The folder's final name, for what has absolute paths. */
    final: string
  },
): Promise<void> {
  const { values } = resolved
  const disk = join(folder, 'system.qcow2')
  const names = await images(values, folder, disk)
  for (const name of ['linux', 'initrd.gz', 'system.qcow2', 'cache.sh', 'monitor.sock'])
    await rm(join(folder, name), { force: true })
  // libvirt's definition names it. It is empty, takes no room, and has no checksum, because a guest changes it.
  await writeFile(join(folder, dataDisk(values)), '')
  await truncate(join(folder, dataDisk(values)), values.vm.data)
  const packages = await installedIn(join(folder, `${values.name}.raw`))
  const at = new Date()
  const files: Record<string, string> = {
    ...plannedFiles(values, prepared.nonce, prepared.source, resolve(made.final)),
    'run-qemu': runQemu(values),
    'resolved.yaml': stringify(values),
    'manifest.json': manifest(resolved, prepared, { at, packages, ...made }),
    'sbom.spdx.json': spdx(values.name, values.os.suite, packages, at),
    'timeline.json': `${JSON.stringify(made.timeline, null, 2)}\n`,
    'timeline.svg': timelineSvg(`Building ${values.name}`, made.timeline),
    'build.junit.xml': junit(
      `build ${values.name}`,
      made.timeline.map(({ stage, seconds }) => ({ name: stage, seconds })),
    ),
    'signing-key.asc': prepared.key.public,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  await chmod(join(folder, 'run-qemu'), 0o755)
  const lines: string[] = []
  for (const name of [...names, ...Object.keys(files)].sort())
    lines.push(`${await sha256Of(join(folder, name))}  ${name}`)
  const sums = join(folder, 'SHA256SUMS')
  await writeFile(sums, `${lines.join('\n')}\n`)
  await prepared.key.detach(sums, `${sums}.asc`)
}
