#!/bin/sh
# Makes a disk image that boots by BIOS and by UEFI, as an ordinary user: no root, no mount, no loop device.
# Usage: tools/posts/grub-image.sh IMAGE KERNEL INITRD
# Needs (Debian): grub-common grub-pc-bin grub-efi-amd64-bin fdisk e2fsprogs mtools
set -eu
PATH=$PATH:/usr/sbin:/sbin
image=$1 kernel=$2 initrd=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The table: room for GRUB's core, a partition for UEFI firmware, the root.
truncate -s 512M "$image"
sfdisk --quiet "$image" <<'TABLE'
label: gpt
size=1MiB,  type=21686148-6449-6E6F-744E-656564454649, name=bios-boot
size=64MiB, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name=esp
            type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, name=root
TABLE
start() { sfdisk --json "$image" | tr -d ' \n' | sed "s/.*\"start\":\([0-9]*\),\"size\":[0-9]*,\"type\":\"$1.*/\1/"; }
bios=$(start 21686148) esp=$(start C12A7328) root=$(start 0FC63DAF)

# The root file system, filled while it is made.
mkdir -p "$work/root/boot/grub"
cp "$kernel" "$work/root/boot/vmlinuz"
cp "$initrd" "$work/root/boot/initrd"
cat > "$work/root/boot/grub/grub.cfg" <<'CONFIG'
if [ "$grub_platform" = pc -o "$grub_platform" = efi ]; then
  serial --unit=0
  terminal_output serial console
  set console=ttyS0
else
  set console=hvc0
fi
echo "GRUB on $grub_platform, root is $root"
linux /boot/vmlinuz console=$console quiet panic=-1 no_timer_check
initrd /boot/initrd
boot
CONFIG
size=$(sfdisk --json "$image" | tr -d ' \n' | sed 's/.*"size":\([0-9]*\),"type":"0FC63DAF.*/\1/')
mke2fs -q -t ext4 -d "$work/root" -E offset=$((root * 512)) "$image" $((size / 2))k

# BIOS: boot.img into the first sector, the core into its partition, and the two numbers that join them.
cat > "$work/early.cfg" <<'CONFIG'
search --no-floppy --set=root --file /boot/grub/grub.cfg
set prefix=($root)/boot/grub
CONFIG
modules="part_gpt ext2 search search_fs_file normal linux serial terminal echo configfile boot test"
grub-mkimage -O i386-pc -p /boot/grub -c "$work/early.cfg" -o "$work/core.img" biosdisk $modules
little() { printf "%016x" "$1" | sed 's/\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)/\\x\8\\x\7\\x\6\\x\5\\x\4\\x\3\\x\2\\x\1/'; }
put() { /usr/bin/printf "$(little "$1")" | dd of="$image" bs=1 seek="$2" conv=notrunc status=none; }
dd if=/usr/lib/grub/i386-pc/boot.img of="$image" bs=440 count=1 conv=notrunc status=none
dd if="$work/core.img" of="$image" bs=512 seek="$bios" conv=notrunc status=none
put "$bios" 92
put $((bios + 1)) $((bios * 512 + 500))

# UEFI: one file at the place where firmware looks that has never seen this disk.
grub-mkimage -O x86_64-efi -p /boot/grub -c "$work/early.cfg" -o "$work/bootx64.efi" $modules
mformat -i "$image@@$((esp * 512))" -F -c 1 -T $((64 * 2048)) -h 64 -s 32 ::
mmd -i "$image@@$((esp * 512))" ::/EFI ::/EFI/BOOT
mcopy -i "$image@@$((esp * 512))" "$work/bootx64.efi" ::/EFI/BOOT/BOOTX64.EFI
