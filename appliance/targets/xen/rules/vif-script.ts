import { fine, type Rule } from '../../../doctor/finding'

const scripts = '/etc/xen/scripts'

/**
 * Checks for the network script. Without it libxl cannot put a guest's card on a bridge, and creating the guest
 * fails.
 */
export const vifScript: Rule = {
  name: 'vif-script',
  async look(host) {
    if ((await host.list('/etc/xen')).length === 0) return []
    const there = await host.list(scripts)
    return there.includes('vif-bridge')
      ? [fine(`${scripts}/vif-bridge is installed.`)]
      : [
          {
            level: 'bad',
            what: `${scripts}/vif-bridge is missing. Guests with a network card can’t start.`,
            cure: 'apt-get install --reinstall xen-utils-common',
            post: '/blog/xen-tips-1-hvm-networking',
          },
        ]
  },
}
