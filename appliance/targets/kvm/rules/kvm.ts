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
          what: 'The processor shows neither vmx nor svm. Guests are emulated, several times slower.',
          cure: 'Switch on virtualization in the firmware’s setup (Intel VT-x, AMD SVM). If this machine is a guest, switch on nested virtualization on its host.',
        },
      ]
    if (!(await host.kind('/dev/kvm')))
      return [
        {
          level: 'bad',
          what: 'The processor can run guests, but /dev/kvm is missing. The module kvm isn’t loaded.',
          cure: `modprobe kvm_${maker}; if it says “operation not supported”, the firmware has switched it off: dmesg | grep kvm`,
        },
      ]
    if (!(await host.usable('/dev/kvm')))
      return [
        {
          level: 'warning',
          what: 'This account can’t use /dev/kvm. Its guests are emulated, several times slower.',
          cure: 'As root: adduser <your account> kvm; then sign in again.',
        },
      ]
    return [fine('This account can use /dev/kvm.')]
  },
}
