import { kvmSays } from '../../../accelerator/probe'
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
          what: `${kvmSays.missing} The processor can run guests, but the module kvm isn’t loaded.`,
          cure: `modprobe kvm_${maker}; if it says “operation not supported”, the firmware has switched it off: dmesg | grep kvm`,
        },
      ]
    if (!(await host.usable('/dev/kvm')))
      return [
        {
          level: 'warning',
          what: `${kvmSays.closed} Its guests are emulated, several times slower.`,
          cure: 'As root: adduser <your account> kvm; then sign in again.',
        },
      ]
    const { accelerator, why } = await host.accelerator()
    return accelerator === 'kvm'
      ? [fine(why)]
      : [
          {
            level: 'bad',
            what: `${why} Guests of libvirt would hang; those of the builder are emulated, several times slower.`,
            cure: 'If this machine is a guest, its host’s nested virtualization is at fault: switch it off there, or use a host that does it well. Otherwise dmesg | grep kvm shows why.',
          },
        ]
  },
}
