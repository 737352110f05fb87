import { counted } from '../../config/sentences'
import type { Host } from '../../host/host'
import { type Finding, fine, type Rule } from '../finding'

const usualFolder = '/etc/lvm/archive'

/** The files of LVM's configuration: the second one wins (lvmlocal.conf). */
const configs = ['/etc/lvm/lvm.conf', '/etc/lvm/lvmlocal.conf'] as const

/** Returns the folder for archives, as `backup { archive_dir = "…" }` or `backup/archive_dir = "…"` sets it. */
async function archiveFolder(host: Host): Promise<string> {
  let folder: string = usualFolder
  for (const file of configs)
    for (const [, path = ''] of ((await host.read(file)) ?? '').matchAll(
      /^(?![ \t]*#)[^#\n"]*\barchive_dir[ \t]*=[ \t]*"(\/[^"\n]*)"/gm,
    ))
      folder = path.replace(/(?<=.)\/+$/, '')
  return folder
}

const post = '/blog/seven-second-ls'

/** From this many archives of one volume group on, LVM itself prints advice (lvm2 2.03.14). */
const many = 8_192

/**
 * Checks the LVM archive: every LVM command that writes reads the whole folder and sorts it. Archives are kept for at
 * least 30 days in any case; stale temporary files are covered by no retention.
 */
export const lvmArchive: Rule = {
  name: 'lvm-archive',
  async look(host) {
    const folder = await archiveFolder(host)
    const names = await host.list(folder)
    if (names.length === 0) return []
    const leaked = names.filter((name) => name.startsWith('.lvm_')).length
    const found: Finding[] = []
    if (leaked > 0)
      found.push({
        level: leaked > 100 ? 'bad' : 'warning',
        what: `${folder} has ${counted(leaked, 'leftover temporary file', 'leftover temporary files')}. LVM’s retention never deletes these.`,
        cure: `vgcfgbackup; find ${folder} -maxdepth 1 -name '.lvm_*' -mmin +60 -delete`,
        post,
      })
    const archives = names.length - leaked
    if (archives > many)
      found.push({
        level: 'warning',
        what: `${folder} has ${archives} archives. Each lvcreate reads and sorts all of them.`,
        cure: 'Lower retain_days and retain_min in the backup section of /etc/lvm/lvm.conf, or pass --config backup/archive=0 to commands that often create or remove volumes.',
        post,
      })
    return found.length > 0
      ? found
      : [fine(`${folder} has ${counted(archives, 'archive', 'archives')} and no leftover files.`)]
  },
}
