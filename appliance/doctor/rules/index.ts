import { targets } from '../../targets/registry'
import type { Rule } from '../finding'
import { bridges } from './bridges'
import { clock } from './clock'
import { lvmArchive } from './lvm-archive'
import { volumeGroups } from './volume-groups'

/** All rules of the doctor: those for any host, then those in each hypervisor's folder. */
export const rules: readonly Rule[] = [
  lvmArchive,
  bridges,
  clock,
  volumeGroups,
  ...targets.flatMap((target) => target.rules),
]
