import { fine, type Rule } from '../finding'

/** Checks the clock: guests take their time from the host, and certificates and logs depend on it. */
export const clock: Rule = {
  name: 'clock',
  async look(host) {
    const made = await host.run('timedatectl', ['show', '--property=NTPSynchronized', '--value'])
    if (made?.code !== 0) return []
    return made.out.trim() === 'yes'
      ? [fine('The clock is synchronized.')]
      : [
          {
            level: 'warning',
            what: 'The clock isn’t synchronized. Guests take their time from it.',
            cure: 'apt-get install systemd-timesyncd (or chrony); timedatectl timesync-status shows whether systemd-timesyncd reaches a server',
          },
        ]
  },
}
