#!/bin/sh
set -eu
say() { echo "appliance: $*" >/dev/ttyS1; }
trap 'say "late failed at line $LINENO"' EXIT
say late begins

# Who may get in: root by these keys, by no password.
mkdir -p -m 0700 /target/root/.ssh
cat >/target/root/.ssh/authorized_keys <<'KEYS'
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA somebody
KEYS
chmod 0600 /target/root/.ssh/authorized_keys

# One image for all: drivers of every hypervisor, GRUB for BIOS and for UEFI without asking its memory.
echo 'MODULES=most' >/target/etc/initramfs-tools/conf.d/appliance
mkdir -p /target/etc/default/grub.d
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; printf '\''GRUB_TIMEOUT=1\nGRUB_TERMINAL=console\nGRUB_DISABLE_OS_PROBER=true\n'\'' >/etc/default/grub.d/appliance.cfg'
cat >/target/etc/grub.d/41_appliance <<'GRUB'
#!/bin/sh
# In a PV or PVH guest GRUB has no clock that it can rely on, and nobody sits before it.
cat <<'END'
if [ "$grub_platform" = xen_pvh -o "$grub_platform" = xen ]; then set timeout=0; fi
END
GRUB
chmod 0755 /target/etc/grub.d/41_appliance
apt-install grub-efi-amd64-bin
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; sfdisk --no-reread --part-type /dev/vda 2 C12A7328-F81F-11D2-BA4B-00A0C93EC93B'
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; grub-install --target=x86_64-efi --removable --no-nvram --efi-directory=/boot/efi'
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; update-initramfs -u -k all && update-grub'

# Packages came through the cache; from now on they come from Debian.
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

# What makes each copy another machine is made when it first runs.
# Debian makes keys of SSH only on what it takes for a first start, which it judges by more than missing keys.
mkdir -p /target/etc/systemd/system/ssh.service.d
cat >/target/etc/systemd/system/ssh.service.d/keys.conf <<'UNIT'
[Service]
ExecStartPre=
ExecStartPre=/usr/bin/ssh-keygen -A
ExecStartPre=/usr/sbin/sshd -t
UNIT
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; rm -f /etc/ssh/ssh_host_*; : >/etc/machine-id; rm -f /var/lib/dbus/machine-id /var/lib/systemd/random-seed'

# The application’s own step for a machine that is nothing else.
in-target sh -ec 'export DEBIAN_FRONTEND=noninteractive; exec </dev/null 3>/dev/null; [ ! -x /usr/lib/<the package of app>/as-appliance ] || /usr/lib/<the package of app>/as-appliance www.example.org'

sync
trap - EXIT
say done abc123
