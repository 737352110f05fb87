import { fine, type Rule } from '../../../doctor/finding'
import { isKvmHost } from '../host'

/** Checks KVM. Without it a guest is translated, and runs several times slower. */
export const kvm: Rule = {
  name: 'kvm',
  async look(host) {
    if (!(await isKvmHost(host))) return []
    const flags = /^flags\s*:(.*)$/m.exec((await host.read('/proc/cpuinfo')) ?? '')?.[1]?.split(' ') ?? []
    const maker = flags.includes('vmx') ? 'intel' : flags.includes('svm') ? 'amd' : null
    if (!maker && !(await host.kind('/dev/kvm')))
      return [
        {
          level: 'warning',
          what: 'The processor shows neither vmx nor svm: guests are translated, several times slower.',
          cure: 'Switch virtualization on in the firmware’s setup (Intel VT-x, AMD SVM). If this is a guest itself, its host has to pass it on: nested virtualization.',
        },
      ]
    if (!(await host.kind('/dev/kvm')))
      return [
        {
          level: 'bad',
          what: 'The processor can run guests, and /dev/kvm is missing: the module is not loaded.',
          cure: `modprobe kvm_${maker}; if it says “operation not supported”, the firmware has switched it off: dmesg | grep kvm`,
        },
      ]
    if (!(await host.usable('/dev/kvm')))
      return [
        {
          level: 'warning',
          what: 'This account may not use /dev/kvm: its guests are translated, several times slower.',
          cure: 'As root: adduser <your account> kvm; then sign in anew.',
        },
      ]
    return [fine('/dev/kvm is there, and this account may use it.')]
  },
}
