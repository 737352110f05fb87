import { acceleratorHere } from '../../accelerator/here'
import { libvirtXml } from '../../plan/libvirt'
import type { Target } from '../target'
import { forwards } from './forwards'
import { asLibvirtSees, deployedBy, guestFolder, kvmGuest, usualBridge, wiringOf } from './guest'
import { bridgeHelper } from './rules/bridge-helper'
import { kvm as kvmItself } from './rules/kvm'
import { libvirtSession } from './rules/libvirt-session'
import { nested } from './rules/nested'
import { storageRoom } from './rules/storage-room'

/** KVM: this machine's libvirt, under the calling account. */
const kvm: Target = {
  scheme: 'kvm',
  title: 'KVM',
  form: 'kvm:///',
  example: 'kvm:///',
  address: /kvm:\/\/\//,
  modes: ['kvm'],
  bridge: usualBridge,
  keys: [forwards],
  files: (values, _, images) => ({
    'libvirt-kvm.xml': libvirtXml(values, asLibvirtSees(values), images, { wiring: wiringOf(values) }),
  }),
  toDeploy: async (values, cache) =>
    kvmGuest(values, await acceleratorHere(values, cache), guestFolder(values.name)),
  deployed: async (values) => kvmGuest(values, await deployedBy(values.name), guestFolder(values.name)),
  rules: [kvmItself, nested, bridgeHelper, libvirtSession, storageRoom],
}

export default kvm
