/**
 * A kernel that also boots as a PV guest.
 *
 * GRUB for PV guests unpacks the kernel itself (no processor mode of the guest would run the kernel's own unpacker)
 * and supports gzip, xz and LZO. Debian packs its kernels with zstd, so GRUB says "not xen image". Such a kernel gets
 * a second copy, packed with gzip, which GRUB offers when it runs as a PV guest. Both scripts run in the installed
 * system, also for each new kernel: kernel-package's hooks are called with the version and the image
 * (kernel-img.conf(5)).
 */

/** The kernel package's hooks that make and remove the copy. */
export const pvKernelHooks = {
  made: '/etc/kernel/postinst.d/appliance-pv-kernel',
  removed: '/etc/kernel/postrm.d/appliance-pv-kernel',
}

/**
 * Makes `pv-VERSION.gz` next to the given kernel. The setup header locates the packed kernel in its file:
 * `setup_sects` (0x1f1), `payload_offset` (0x248) and `payload_length` (0x24c, which includes four bytes of size at
 * the end), as in the kernel's Documentation/arch/x86/boot.rst.
 */
export const pvKernelHook = `#!/bin/sh
# Called with a kernel's version and its file. GRUB for PV guests cannot unpack zstd, so this keeps a copy packed with gzip beside it.
set -eu
version=$1
image=\${2:-/boot/vmlinuz-$version}
copy=\${image%/*}/pv-$version.gz
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
`

/** Called when the kernel of that version is removed. */
export const pvKernelGone = `#!/bin/sh
rm -f "/boot/pv-$1.gz"
`

/**
 * For /etc/grub.d: GRUB settings only for PV and PVH guests. A PV guest boots the newest kernel with a copy, and its
 * /dev/console is Xen's, because it has no serial line. The script runs under grub-mkconfig, which exports
 * GRUB_DEVICE_UUID and the options of the command line.
 */
export const xenMenu = `#!/bin/sh
set -eu
# In a PV or PVH guest GRUB has no reliable clock, and no user waits at its menu.
cat <<'END'
if [ "$grub_platform" = xen_pvh -o "$grub_platform" = xen ]; then set timeout=0; fi
if [ "$grub_platform" = xen ]; then
END
default=yes
for kernel in $(ls /boot/pv-*.gz 2>/dev/null | sort -Vr); do
  version=\${kernel#/boot/pv-}
  version=\${version%.gz}
  [ -z "$default" ] || echo "  set default='pv-$version'"
  default=
  cat <<END
  menuentry 'Debian as a PV guest, Linux $version' --id 'pv-$version' {
    insmod gzio
    insmod part_gpt
    insmod ext2
    search --no-floppy --fs-uuid --set=root $GRUB_DEVICE_UUID
    linux $kernel root=UUID=$GRUB_DEVICE_UUID ro \${GRUB_CMDLINE_LINUX:-} \${GRUB_CMDLINE_LINUX_DEFAULT:-} console=hvc0
    initrd /boot/initrd.img-$version
  }
END
done
# GRUB wants a command between these words.
echo '  true'
echo fi
`
