import { fine, type Rule } from '../../../doctor/finding'

/**
 * Checks dom0's memory: a dom0 that gives memory to guests page by page slows their start, and may keep too little.
 */
export const dom0Memory: Rule = {
  name: 'dom0-memory',
  async look(host) {
    const line = await host.read('/proc/xen/capabilities')
    if (!line?.includes('control_d')) return []
    const grub = `${(await host.read('/etc/default/grub')) ?? ''}\n${(await host.read('/etc/default/grub.d/xen.cfg')) ?? ''}`
    const fixed = /dom0_mem=\d+[MG]?,max:\d+[MG]?/i.test(grub)
    const off = /^\s*autoballoon\s*=\s*"?(off|0)"?/m.test((await host.read('/etc/xen/xl.conf')) ?? '')
    if (fixed && off) return [fine('dom0 has a fixed amount of memory, and xl doesn’t take any.')]
    return [
      {
        level: 'warning',
        what: fixed
          ? 'xl may still take memory from dom0 (autoballoon in /etc/xen/xl.conf isn’t off).'
          : 'dom0 has no fixed amount of memory. Guests may take some of it when they start.',
        cure: fixed
          ? 'autoballoon="off" in /etc/xen/xl.conf'
          : 'GRUB_CMDLINE_XEN_DEFAULT="dom0_mem=2048M,max:2048M" in /etc/default/grub.d/xen.cfg, then update-grub and a reboot; autoballoon="off" in /etc/xen/xl.conf',
      },
    ]
  },
}
