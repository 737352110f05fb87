#!/bin/sh
# ssh-keygen imports a public key on the curve secp256k1, which SSH does not have, prints a line of type "ssh-unknown",
# and exits 0. Its own -l then refuses that line. Other keys that it cannot import, such as Ed25519 in PEM, get an error.
# “ssh-unknown” comes from sshkey_ssh_name(), which has no name for the curve.
# Seen with OpenSSH 9.2p1 (Debian 12) and 10.6p1 (Debian sid).
# Needs ssh-keygen and openssl. Exit 0: still so. Exit 1: it has changed. Exit 2: a program is missing.
set -eu
command -v ssh-keygen >/dev/null && command -v openssl >/dev/null || { echo 'needs ssh-keygen and openssl'; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
openssl ecparam -name secp256k1 -genkey -noout -out key.pem
openssl ec -in key.pem -pubout -out public.pem 2>/dev/null
if ! line=$(ssh-keygen -i -m PKCS8 -f public.pem 2>/dev/null); then
  echo 'changed: the import fails'
  exit 1
fi
case $line in
  'ssh-unknown '*) ;;
  *) echo "changed: $line"; exit 1 ;;
esac
echo "$line" >line
if ssh-keygen -l -f line >/dev/null 2>&1; then
  echo 'changed: ssh-keygen reads its own line'
  exit 1
fi
echo "still so: $line"
