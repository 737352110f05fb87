import type { Rule } from '../finding'
import { bridgeHelper } from './bridge-helper'
import { bridges } from './bridges'
import { clock } from './clock'
import { dom0Memory } from './dom0-memory'
import { kvm } from './kvm'
import { libvirtSession } from './libvirt-session'
import { lvmArchive } from './lvm-archive'
import { nested } from './nested'
import { storageRoom } from './storage-room'
import { vifScript } from './vif-script'
import { volumeGroups } from './volume-groups'
import { xenVersion } from './xen-version'

/** Everything that the doctor looks at on a host; a new rule is a file here and a line there. */
export const rules: readonly Rule[] = [
  lvmArchive,
  bridges,
  vifScript,
  dom0Memory,
  clock,
  xenVersion,
  volumeGroups,
  kvm,
  nested,
  bridgeHelper,
  libvirtSession,
  storageRoom,
]
