import { targets } from '../../targets/registry'
import type { Rule } from '../finding'
import { bridges } from './bridges'
import { clock } from './clock'
import { lvmArchive } from './lvm-archive'
import { volumeGroups } from './volume-groups'

/** Everything that the doctor looks at on a host: what any host has, then what each hypervisor adds in its folder. */
export const rules: readonly Rule[] = [
  lvmArchive,
  bridges,
  clock,
  volumeGroups,
  ...targets.flatMap((target) => target.rules),
]
