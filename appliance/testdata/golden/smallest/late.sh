#!/bin/sh
set -eu
say() { echo "appliance: $*" >/dev/ttyS1; }
trap 'say "late failed at line $LINENO"' EXIT
say late begins

# Root may log in with these keys, and has no password.
mkdir -p -m 0700 /target/root/.ssh
cat >/target/root/.ssh/authorized_keys <<'KEYS'
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA somebody
KEYS
chmod 0600 /target/root/.ssh/authorized_keys

# One image boots everywhere: drivers for every hypervisor, GRUB for BIOS and UEFI, no entry in UEFI’s memory.
echo 'MODULES=most' >/target/etc/initramfs-tools/conf.d/appliance
mkdir -p /target/etc/default/grub.d
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; printf '\''GRUB_TIMEOUT=1\nGRUB_TERMINAL=console\nGRUB_DISABLE_OS_PROBER=true\n'\'' >/etc/default/grub.d/appliance.cfg'
mkdir -p /target/etc/grub.d
cat >/target/etc/grub.d/41_appliance <<'SCRIPT'
#!/bin/sh
set -eu
# In a PV or PVH guest GRUB has no reliable clock, and no user waits at its menu.
cat <<'END'
if [ "$grub_platform" = xen_pvh -o "$grub_platform" = xen ]; then set timeout=0; fi
if [ "$grub_platform" = xen ]; then
END
default=yes
for kernel in $(ls /boot/pv-*.gz 2>/dev/null | sort -Vr); do
  version=${kernel#/boot/pv-}
  version=${version%.gz}
  [ -z "$default" ] || echo "  set default='pv-$version'"
  default=
  cat <<END
  menuentry 'Debian as a PV guest, Linux $version' --id 'pv-$version' {
    insmod gzio
    insmod part_gpt
    insmod ext2
    search --no-floppy --fs-uuid --set=root $GRUB_DEVICE_UUID
    linux $kernel root=UUID=$GRUB_DEVICE_UUID ro ${GRUB_CMDLINE_LINUX:-} ${GRUB_CMDLINE_LINUX_DEFAULT:-} console=hvc0
    initrd /boot/initrd.img-$version
  }
END
done
# GRUB wants a command between these words.
echo '  true'
echo fi
SCRIPT
chmod 0755 /target/etc/grub.d/41_appliance
mkdir -p /target/etc/kernel/postinst.d
cat >/target/etc/kernel/postinst.d/appliance-pv-kernel <<'SCRIPT'
#!/bin/sh
# Called with a kernel's version and its file. GRUB for PV guests cannot unpack zstd, so this keeps a copy packed with gzip beside it.
set -eu
version=$1
image=${2:-/boot/vmlinuz-$version}
copy=${image%/*}/pv-$version.gz
number() { od -An -v -j "$1" -N "$2" -t "u$2" "$image" | tr -d ' '; }
setup=$(number 497 1)
[ "$setup" -gt 0 ] || setup=4
start=$(((setup + 1) * 512 + $(number 584 4)))
if [ "$(od -An -v -j "$start" -N 4 -t x1 "$image" | tr -d ' ')" != 28b52ffd ]; then
  rm -f "$copy"
  exit 0
fi
trap 'rm -f "$copy.elf" "$copy.new"' EXIT
tail -c "+$((start + 1))" "$image" | head -c "$(($(number 588 4) - 4))" | zstd -q -dc >"$copy.elf"
gzip -6 -c "$copy.elf" >"$copy.new"
sync "$copy.new"
mv "$copy.new" "$copy"
SCRIPT
chmod 0755 /target/etc/kernel/postinst.d/appliance-pv-kernel
mkdir -p /target/etc/kernel/postrm.d
cat >/target/etc/kernel/postrm.d/appliance-pv-kernel <<'SCRIPT'
#!/bin/sh
rm -f "/boot/pv-$1.gz"
SCRIPT
chmod 0755 /target/etc/kernel/postrm.d/appliance-pv-kernel
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; for version in $(linux-version list); do /etc/kernel/postinst.d/appliance-pv-kernel "$version"; done'
apt-install grub-efi-amd64-bin
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; sfdisk --no-reread --part-type /dev/vda 2 C12A7328-F81F-11D2-BA4B-00A0C93EC93B'
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; grub-install --target=x86_64-efi --removable --no-nvram --efi-directory=/boot/efi'
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; update-initramfs -u -k all && update-grub'

# The install used the package cache; from now on packages come from Debian.
rm -f /target/etc/apt/sources.list /target/etc/apt/sources.list.d/* /target/etc/apt/keyrings/apt-setup_*
cat >/target/etc/apt/sources.list.d/debian.sources <<'SOURCES'
Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://security.debian.org/debian-security
Suites: trixie-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES

# The machine’s own network instead of the installer’s.
rm -f /target/etc/network/interfaces
cat >/target/etc/network/interfaces <<'FILE'
# Written by the appliance builder, from “net:” of the config. See interfaces(5).
source /etc/network/interfaces.d/*

auto lo
iface lo inet loopback

allow-hotplug eth0
iface eth0 inet dhcp
iface eth0 inet6 auto
FILE

# Each copy generates its own identity on its first start.
# Debian generates SSH keys only on what it considers a first start; missing keys alone don’t count.
mkdir -p /target/etc/systemd/system/ssh.service.d
cat >/target/etc/systemd/system/ssh.service.d/keys.conf <<'UNIT'
[Service]
ExecStartPre=
ExecStartPre=/usr/bin/ssh-keygen -A
ExecStartPre=/usr/sbin/sshd -t
UNIT
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; rm -f /etc/ssh/ssh_host_*; : >/etc/machine-id; rm -f /var/lib/dbus/machine-id /var/lib/systemd/random-seed'

# The application’s own step for a machine of its own.
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; [ ! -x /usr/lib/<the package of app>/as-appliance ] || /usr/lib/<the package of app>/as-appliance www.example.org'

sync
trap - EXIT
say done abc123
