#!/bin/sh
# Run once by root on a Xen host (dom0): makes the account that deployments come in by. It may do what the helper lets it
# do, within /etc/appliance-host.json, and nothing else: no shell, no forwarding, no other command.
# Usage: setup-host.sh "ssh-ed25519 AAAA… somebody" [volume group] [bridge]
set -eu
key=$1 group=${2:-vg0} bridge=${3:-xenbr0}
case $key in ssh-ed25519\ * | ecdsa-* | ssh-rsa\ * | sk-*) ;; *) echo "That is no public key." >&2; exit 2 ;; esac
here=$(cd "$(dirname "$0")" && pwd)
id deploy >/dev/null 2>&1 || useradd --system --create-home --home-dir /var/lib/deploy --shell /bin/sh deploy
install -D -o root -g root -m 0755 "$here/helper.py" /usr/local/lib/appliance/helper.py
install -d -o root -g root -m 0700 /var/lib/appliance-host
printf 'deploy ALL=(root) NOPASSWD: /usr/local/lib/appliance/helper.py ""\n' >/etc/sudoers.d/appliance.part
chmod 0440 /etc/sudoers.d/appliance.part
visudo -cqf /etc/sudoers.d/appliance.part
mv /etc/sudoers.d/appliance.part /etc/sudoers.d/appliance
# The account does not own its own keys: it cannot let itself do more.
install -d -o root -g deploy -m 0750 /var/lib/deploy/.ssh
printf 'command="sudo -n /usr/local/lib/appliance/helper.py",restrict %s\n' "$key" >/var/lib/deploy/.ssh/authorized_keys
chown root:deploy /var/lib/deploy/.ssh/authorized_keys
chmod 0640 /var/lib/deploy/.ssh/authorized_keys
[ -e /etc/appliance-host.json ] || cat >/etc/appliance-host.json <<POLICY
{
  "prefix": "",
  "types": ["pvh", "pv", "hvm"],
  "bridges": ["$bridge"],
  "volume_groups": ["$group"],
  "quota": { "guests": 4, "vcpus": 8, "memory_mib": 8192, "disk_mib": 131072 }
}
POLICY
# What guests say on their consoles is kept: the helper reads their word there.
if ! grep -q '^XENCONSOLED_TRACE=guest' /etc/default/xen; then
    echo 'XENCONSOLED_TRACE=guest' >>/etc/default/xen
    mkdir -p /var/log/xen/console
    pkill -x xenconsoled || true
    sleep 1
    /usr/lib/xen-*/bin/xenconsoled --log=guest --pid-file=/run/xen/xenconsoled.pid 2>/dev/null ||
        "$(ls -d /usr/lib/xen-*/bin | tail -n 1)/xenconsoled" --log=guest
fi
