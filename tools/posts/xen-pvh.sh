#!/bin/sh
# Boots a Xen host inside QEMU, without hardware virtualization, and on it two PVH guests: a kernel directly, then the
# disk image of grub-image.sh through GRUB. Prints what the host and the guests say.
# Usage (root): tools/posts/xen-pvh.sh WORK KERNEL INITRD IMAGE
# Needs (Debian 12): mmdebstrap qemu-system-x86 xen-hypervisor-4.17-amd64 e2fsprogs; 4 GB of memory, 4 GB of disk
set -eu
work=$1 kernel=$2 initrd=$3 image=$4
mkdir -p "$work"
[ -e "$work/dom0.tar" ] || mmdebstrap --variant=apt \
  --include=xen-utils-4.17,xen-utils-common,xenstore-utils,linux-image-amd64,initramfs-tools,iproute2,systemd-sysv,udev,kmod,grub-xen-host \
  bookworm "$work/dom0.tar"
rm -rf "$work/dom0"
mkdir "$work/dom0"
tar -xf "$work/dom0.tar" -C "$work/dom0"
cp "$kernel" "$work/dom0/root/vmlinuz"
cp "$initrd" "$work/dom0/root/initrd"
echo "/dev/vda / ext4 rw 0 1" > "$work/dom0/etc/fstab"
cat > "$work/dom0/etc/xen/direct.cfg" <<'CONFIG'
name    = "tip"
type    = "pvh"
memory  = 512
vcpus   = 1
kernel  = "/root/vmlinuz"
ramdisk = "/root/initrd"
cmdline = "console=hvc0"
on_reboot = "destroy"
CONFIG
cat > "$work/dom0/etc/xen/disk.cfg" <<'CONFIG'
name    = "tip"
type    = "pvh"
memory  = 768
vcpus   = 1
kernel  = "/usr/lib/grub-xen/grub-i386-xen_pvh.bin"
disk    = ["vdev=xvda,format=raw,access=rw,target=/dev/vdb"]
on_reboot = "destroy"
CONFIG
cat > "$work/dom0/root/try.sh" <<'TRY'
#!/bin/bash
exec > /dev/console 2>&1
seconds() { cut -d' ' -f1 /proc/uptime; }
for i in $(seq 60); do xl info > /tmp/info 2> /dev/null && break; sleep 2; done
echo "=== xl info at $(seconds)"
grep -E 'xen_version|virt_caps|free_memory' /tmp/info
for one in direct disk; do
  echo "=== xl create -c $one.cfg at $(seconds)"
  timeout 400 script -qec "xl create -c /etc/xen/$one.cfg" /dev/null < /dev/null
  echo "=== ended at $(seconds)"
  xl destroy tip 2> /dev/null
done
poweroff -f
TRY
chmod +x "$work/dom0/root/try.sh"
cat > "$work/dom0/etc/systemd/system/try.service" <<'UNIT'
[Unit]
After=multi-user.target xen.service
[Service]
ExecStart=/root/try.sh
UNIT
mkdir -p "$work/dom0/etc/systemd/system/multi-user.target.wants"
ln -sf ../try.service "$work/dom0/etc/systemd/system/multi-user.target.wants/try.service"
rm -f "$work/dom0.img"
truncate -s 3G "$work/dom0.img"
mke2fs -q -t ext4 -d "$work/dom0" "$work/dom0.img"
zcat /boot/xen-4.17-amd64.gz > "$work/xen.elf"
timeout 900 qemu-system-x86_64 -accel tcg -cpu qemu64,+svm,+npt -machine q35 -nodefaults -smp 1 -m 4096 -display none \
  -serial stdio -no-reboot -kernel "$work/xen.elf" \
  -append "console=com1 com1=115200,8n1 dom0_mem=1200M,max:1200M dom0_max_vcpus=1 noreboot" \
  -initrd "$(echo "$work"/dom0/boot/vmlinuz-*) root=/dev/vda rw console=hvc0 net.ifnames=0 rootwait quiet,$(echo "$work"/dom0/boot/initrd.img-*)" \
  -drive if=virtio,file="$work/dom0.img",format=raw,cache=unsafe -drive if=virtio,file="$image",format=raw,snapshot=on \
  -device virtio-rng-pci < /dev/null | tr -d '\r' | sed -n '/=== xl info/,$p' | sed 's/\x1b\[[0-9;=?]*[A-Za-z]//g'
