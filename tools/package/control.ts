/** The fields of a binary package (Debian Policy, chapter 5). */
export const control = (version: string, kilobytes: number): string => `Package: ibtsocs
Version: ${version}
Architecture: amd64
Maintainer: The IBTSOCS project <ibtsocs@localhost>
Installed-Size: ${kilobytes}
Pre-Depends: debconf (>= 0.5) | debconf-2.0
Depends: libc6, libstdc++6, nginx, postgresql-17, postgresql-client-17, postgresql-common, openssl, openssh-client, e2fsprogs, util-linux, unattended-upgrades
Suggests: certbot
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
. /usr/share/debconf/confmodule
[ "$1" = configure ] || [ "$1" = reconfigure ] || exit 0
systemd-sysusers ibtsocs.conf >&2
db_get ibtsocs/host
host=$RET
/usr/lib/ibtsocs/names "$host" >&2
# dpkg names the version from before also after a removal, which took the units' links away.
first=true
if [ -n "$2" ]; then
    for there in /var/lib/ibtsocs/installed /etc/systemd/system/multi-user.target.wants/ibtsocs.service; do
        [ ! -e "$there" ] || first=false
    done
fi
if $first; then
    # Once: who switches one of them off later finds it off after each upgrade.
    systemctl enable --quiet ${enabled.join(' ')} ibtsocs-backup.timer >&2
    ln -sf ../sites-available/ibtsocs /etc/nginx/sites-enabled/ibtsocs
fi
db_get ibtsocs/default-site
if [ "$RET" = true ] && [ "$(readlink /etc/nginx/sites-enabled/default)" = /etc/nginx/sites-available/default ]; then
    rm -f /etc/nginx/sites-enabled/default
    touch /var/lib/ibtsocs/took-default-site
fi
install -d -o www-data -m 0755 /var/cache/nginx
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    ! $first || /usr/lib/ibtsocs/checksums >&2 || echo 'ibtsocs: the database goes without checksums.' >&2
    systemctl start ibtsocs-machine.service >&2
    if $first; then
        systemctl restart ibtsocs.service ibtsocs-backup.timer >&2
    else
        systemctl try-restart ibtsocs.service ibtsocs-backup.timer >&2
    fi
    systemctl try-reload-or-restart nginx.service >&2 || true
fi
touch /var/lib/ibtsocs/installed
if [ -z "$host" ] && ! grep -qs '^SITE_URL=' /etc/ibtsocs/site.env; then
    echo 'ibtsocs: the site has no address yet, so from other machines it can only be read. Run: dpkg-reconfigure ibtsocs' >&2
fi
`,
  prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    systemctl stop ibtsocs-ready.service ibtsocs.service ibtsocs-backup.timer >&2
fi
`,
  postrm: `#!/bin/sh
set -e
[ ! -e /usr/share/debconf/confmodule ] || . /usr/share/debconf/confmodule
case "$1" in
remove | purge)
    rm -f /etc/nginx/sites-enabled/ibtsocs
    if [ -e /var/lib/ibtsocs/took-default-site ] && [ -e /etc/nginx/sites-available/default ]; then
        [ -e /etc/nginx/sites-enabled/default ] ||
            ln -s /etc/nginx/sites-available/default /etc/nginx/sites-enabled/default
    fi
    rm -f /var/lib/ibtsocs/took-default-site /var/lib/ibtsocs/installed
    for unit in ${enabled.join(' ')}; do rm -f "/etc/systemd/system/multi-user.target.wants/$unit"; done
    rm -f /etc/systemd/system/timers.target.wants/ibtsocs-backup.timer
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        systemctl try-reload-or-restart nginx.service >&2 || true
    fi
    ;;
esac
if [ "$1" = purge ]; then
    rm -f /etc/ibtsocs/answers.env /etc/ibtsocs/nginx-name.conf
    rm -rf /var/lib/ibtsocs /var/cache/nginx/ibtsocs
    delete=false
    if [ -e /usr/share/debconf/confmodule ]; then
        db_input high ibtsocs/purge-data || true
        db_go || true
        db_get ibtsocs/purge-data
        delete=$RET
        db_purge
    fi
    if [ "$delete" = true ]; then
        if command -v psql >/dev/null && [ -d /run/systemd/system ] && systemctl is-active --quiet postgresql@17-main; then
            runuser -u postgres -- dropdb --if-exists --force ibtsocs >&2
            # Its right to a parameter belongs to it as an object does.
            runuser -u postgres -- psql -qc 'drop owned by ibtsocs' >/dev/null 2>&1 || true
            runuser -u postgres -- dropuser --if-exists ibtsocs >&2 || echo 'ibtsocs: the role ibtsocs is still there.' >&2
        fi
        rm -rf /srv/ibtsocs
    elif [ -d /srv/ibtsocs ]; then
        echo 'ibtsocs: the database and /srv/ibtsocs are still there.' >&2
    fi
    rmdir --ignore-fail-on-non-empty /etc/ibtsocs 2>/dev/null || true
fi
`,
} as const
