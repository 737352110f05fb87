import { counted } from '../../config/sentences'
import { type Finding, fine, type Rule } from '../finding'

const folder = '/etc/lvm/archive'
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
