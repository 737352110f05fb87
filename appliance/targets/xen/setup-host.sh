#!/bin/sh
# Run once by root on a Xen host (dom0): makes the account that deployments come in by. It may do what the helper lets it
# do, within /etc/appliance-host.json, and nothing else: no shell, no forwarding, no other command.
set -eu
usage='Usage, as root on the host: sh setup-host.sh "$(cat deploy.pub)" [volume group, else vg0] [bridge, else xenbr0]'
wrong() { printf '%s\n' "$*" >&2; exit 2; }
failed() { printf '%s\n' "$*" >&2; exit 1; }
[ $# -ge 1 ] && [ $# -le 3 ] || wrong "$usage"
key=$1 group=${2:-vg0} bridge=${3:-xenbr0}
lines=$(printf '%s\n' "$key" | wc -l)
case $key in
-*PRIVATE\ KEY*) wrong "That is a PRIVATE key, which never leaves its machine. Give the line of the file beside it that ends in .pub." ;;
-*) wrong "$usage" ;;
ssh-ed25519\ AAAA* | ecdsa-sha2-*\ AAAA* | ssh-rsa\ AAAA* | sk-*\ AAAA*) ;;
*)
    [ -f "$key" ] && wrong "That is a file, and its text is needed: sh setup-host.sh \"\$(cat $key)\""
    wrong "That is no line of a public key, such as \"ssh-ed25519 AAAA… somebody\". $usage"
    ;;
esac
[ "$lines" -eq 1 ] || wrong "The key has to be one line: one account, one key."
for name in "$group" "$bridge"; do
    case $name in *[!A-Za-z0-9_.+-]*) wrong "“$name” is no name of a volume group or bridge: letters, digits, _ . + - only." ;; esac
done
[ "$(id -u)" -eq 0 ] || wrong "It makes an account, and has to run as root: sudo sh setup-host.sh …"
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$here/helper.py" ] || wrong "helper.py has to be beside setup-host.sh: copy both from appliance/targets/xen/."
for tool in useradd visudo python3; do
    command -v "$tool" >/dev/null || failed "$tool is not there: apt-get install passwd sudo python3-minimal"
done
[ -e /etc/default/xen ] || failed "This is no Xen host: there is no /etc/default/xen. apt-get install xen-system-amd64, and start it."
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
