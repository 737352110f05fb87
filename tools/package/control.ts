/** The fields of a binary package (Debian Policy, chapter 5). */
export const control = (version: string, kilobytes: number): string => `Package: ibtsocs
Version: ${version}
Architecture: amd64
Maintainer: The IBTSOCS project <ibtsocs@localhost>
Installed-Size: ${kilobytes}
Depends: libc6, libstdc++6, nginx, postgresql-17, postgresql-client-17, postgresql-common, openssl, openssh-client, e2fsprogs, util-linux, unattended-upgrades
Section: web
Priority: optional
Description: I Bemoan The State Of Computer Science
 A site where people who write software read, post and vote on short first-person
 complaints, and, what no site of this kind does, get them answered.
 .
 With its own Node, systemd units in a sandbox, an nginx site and a nightly backup.
`

/** Configuration files: an upgrade asks before it replaces a changed one. */
export const conffiles = [
  '/etc/ibtsocs/site.env',
  '/etc/nginx/sites-available/ibtsocs',
  '/etc/postgresql-common/createcluster.d/ibtsocs.conf',
  '/etc/apt/apt.conf.d/52ibtsocs-upgrades',
] as const

const enabled = ['ibtsocs-machine', 'ibtsocs', 'ibtsocs-ready'].map((name) => `${name}.service`)

/** Maintainer scripts (Debian Policy, chapter 6). They work in an installer's chroot and on a running machine. */
export const scripts = {
  postinst: `#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
systemd-sysusers ibtsocs.conf
systemctl enable --quiet ${enabled.join(' ')} ibtsocs-backup.timer
[ -e /etc/nginx/sites-enabled/ibtsocs ] || [ -n "$2" ] ||
    ln -s ../sites-available/ibtsocs /etc/nginx/sites-enabled/ibtsocs
install -d -o www-data -m 0755 /var/cache/nginx
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl start ibtsocs-machine.service
    systemctl restart ibtsocs.service
    systemctl try-reload-or-restart nginx.service || true
fi
`,
  prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    systemctl stop ibtsocs.service ibtsocs-backup.timer
fi
`,
  postrm: `#!/bin/sh
set -e
case "$1" in
remove | purge)
    rm -f /etc/nginx/sites-enabled/ibtsocs
    for unit in ${enabled.join(' ')}; do rm -f "/etc/systemd/system/multi-user.target.wants/$unit"; done
    rm -f /etc/systemd/system/timers.target.wants/ibtsocs-backup.timer
    [ ! -d /run/systemd/system ] || systemctl daemon-reload
    ;;
esac
`,
} as const
