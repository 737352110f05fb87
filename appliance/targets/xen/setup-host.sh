#!/bin/sh
# Run once by root on a Xen host (dom0): creates the account for deployments. The account can run only the helper, within
# the limits of /etc/appliance-host.json: no shell, no forwarding, no other command.
set -eu
# After `su` without a dash, root still has an ordinary account’s PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
usage='Usage, as root on the host: sh setup-host.sh "$(cat deploy.pub)" PREFIX [volume group, default vg0] [bridge, default xenbr0]'
wrong() { printf '%s\n' "$*" >&2; exit 2; }
failed() { printf '%s\n' "$*" >&2; exit 1; }
[ $# -ge 1 ] && [ $# -le 4 ] || wrong "$usage"
key=$1 prefix=${2:-} group=${3:-vg0} bridge=${4:-xenbr0}
lines=$(printf '%s\n' "$key" | wc -l)
case $key in
-*PRIVATE\ KEY*) wrong "That’s a PRIVATE key, which must never leave its machine. Pass the text of the file beside it that ends in .pub." ;;
-*) wrong "$usage" ;;
ssh-ed25519\ AAAA* | ecdsa-sha2-*\ AAAA* | ssh-rsa\ AAAA* | sk-*\ AAAA*) ;;
*)
    [ -f "$key" ] && wrong "That’s a file. Pass its text: sh setup-host.sh \"\$(cat $key)\""
    wrong "That isn’t a public key, such as \"ssh-ed25519 AAAA… you\". $usage"
    ;;
esac
[ -n "$prefix" ] || wrong "Pass a prefix after the key, such as web: the account makes only guests whose names begin with it, and touches no others."
case $prefix in *[!a-z0-9-]* | -* | [0-9]*) wrong "“$prefix” isn’t a valid prefix. Use lower-case letters, digits and hyphens, beginning with a letter." ;; esac
[ "$lines" -eq 1 ] || wrong "Pass one key on one line: the account has only one."
for name in "$group" "$bridge"; do
    case $name in *[!A-Za-z0-9_.+-]*) wrong "“$name” isn’t a valid name of a volume group or bridge. Use only letters, digits, _ . + and -." ;; esac
done
[ "$(id -u)" -eq 0 ] || wrong "Run this as root, because it creates an account: sudo sh setup-host.sh …"
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$here/helper.py" ] || wrong "helper.py is missing beside setup-host.sh. Copy both from appliance/targets/xen/."
for tool in useradd visudo python3; do
    command -v "$tool" >/dev/null || failed "$tool isn’t installed: apt-get install passwd sudo python3-minimal"
done
[ -e /etc/default/xen ] || failed "This isn’t a Xen host: it has no /etc/default/xen. Run apt-get install xen-system-amd64, then boot Xen."
id deploy >/dev/null 2>&1 || useradd --system --create-home --home-dir /var/lib/deploy --shell /bin/sh deploy
install -D -o root -g root -m 0755 "$here/helper.py" /usr/local/lib/appliance/helper.py
install -d -o root -g root -m 0700 /var/lib/appliance-host
install -d -o root -g root -m 0755 /etc/xen/auto
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
  "prefix": "$prefix",
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
