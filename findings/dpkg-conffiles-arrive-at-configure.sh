#!/bin/sh
# dpkg 1.21.22 (Debian 12). A file that a package ships as a conffile is not in its place when the package has been unpacked: it
# lies beside it as *.dpkg-new until the package is configured, and what it depends on is configured first. So a package cannot
# give its dependency a drop-in configuration for that dependency's own set-up, such as
# /etc/postgresql-common/createcluster.d/*.conf for the cluster that postgresql-17 makes as it is set up. The same file as an
# ordinary file of the package is in its place.
#
# Seen:
#     as a conffile: database found none (set.conf.dpkg-new)
#     as an ordinary file: database found set.conf (set.conf)
#
# Needs root, or namespaces of users; says so and exits 2 without. Makes three empty packages with the dpkg-deb of this machine, and installs them below a temporary folder. Exits 0 while
# that holds, 1 when it changes.
set -eu
command -v dpkg-deb >/dev/null || { echo 'There is no dpkg here.'; exit 1; }
PATH=$PATH:/usr/sbin:/sbin
if [ "$(id -u)" != 0 ]; then
    unshare --map-root-user true 2>/dev/null || { echo 'dpkg gives files to root: run this as root.'; exit 2; }
    exec unshare --map-root-user "$0"
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

package() { # name, depends, then files come from tree/<name>
    mkdir -p "tree/$1/DEBIAN"
    printf 'Package: %s\nVersion: 1\nArchitecture: all\nMaintainer: Test <test@example.org>\nDescription: test\n%s' \
        "$1" "${2:+Depends: $2
}" >"tree/$1/DEBIAN/control"
    dpkg-deb --root-owner-group -b "tree/$1" "$1.deb" >/dev/null
}

mkdir -p tree/database/DEBIAN
cat >tree/database/DEBIAN/postinst <<'SCRIPT'
#!/bin/sh
found=none
for file in "$DPKG_ROOT"/etc/settings.d/*.conf; do [ ! -e "$file" ] || found=$(basename "$file"); done
echo "database found $found ($(ls "$DPKG_ROOT/etc/settings.d"))"
SCRIPT
chmod 755 tree/database/DEBIAN/postinst
package database ''
for kind in conffile ordinary; do
    mkdir -p "tree/$kind/etc/settings.d" "tree/$kind/DEBIAN"
    echo 'checksums = yes' >"tree/$kind/etc/settings.d/set.conf"
    [ $kind = ordinary ] || echo /etc/settings.d/set.conf >"tree/$kind/DEBIAN/conffiles"
    package $kind database
done

install() { # the packages in one transaction, below a folder of their own
    mkdir -p "root-$1/var/lib/dpkg/updates" "root-$1/var/lib/dpkg/info" "root-$1/var/log"
    : >"root-$1/var/lib/dpkg/status"
    dpkg --root="$folder/root-$1" --force-script-chrootless --log=/dev/null -i "$1.deb" database.deb 2>/dev/null |
        grep '^database found'
}
first=$(install conffile)
second=$(install ordinary)
echo "as a conffile: $first"
echo "as an ordinary file: $second"
[ "$first" = 'database found none (set.conf.dpkg-new)' ] && [ "$second" = 'database found set.conf (set.conf)' ]
