#!/bin/sh
# Boots a disk image in QEMU, by BIOS or by UEFI, and prints what it says on its serial line. Changes nothing of it.
# Usage: tools/posts/boot-image.sh IMAGE bios|uefi [SECONDS]
# Needs (Debian): qemu-system-x86 ovmf
set -eu
image=$1 firmware=$2 seconds=${3:-120}
set -- -accel "${ACCEL:-tcg}" -m 512 -nographic -no-reboot -nic none
[ "$firmware" = bios ] || set -- "$@" -drive if=pflash,readonly=on,format=raw,file=/usr/share/OVMF/OVMF_CODE.fd
timeout "$seconds" qemu-system-x86_64 "$@" -drive file="$image",format=raw,snapshot=on < /dev/null |
  tr -d '\r' | sed 's/\x1b\[[0-9;=?]*[A-Za-z]//g'
