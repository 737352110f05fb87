#!/bin/sh
# Runs a shell script in a machine that exists for nothing else, and passes on whether it succeeded.
# Usage: tools/posts/throwaway.sh KERNEL SCRIPT [SECONDS]
# Exit: the script's own status; 124 when the machine had to be stopped.
# Needs (Debian): qemu-system-x86 busybox-static cpio
set -eu
kernel=$1 script=$2 seconds=${3:-60}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/root/bin" "$work/root/proc" "$work/root/dev" "$work/root/tmp"
cp "$(command -v busybox)" "$work/root/bin/busybox"
cp "$script" "$work/root/test"
cat > "$work/root/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
sh /test > /tmp/said 2>&1
status=$?
/bin/busybox cat /tmp/said
echo "status=$status"
/bin/busybox stty -echo < /dev/console
/bin/busybox reboot -f
INIT
chmod +x "$work/root/init"
(cd "$work/root" && find . | cpio -o -H newc --quiet | gzip) > "$work/initrd"
timeout "$seconds" qemu-system-x86_64 -accel "${ACCEL:-tcg}" -m 256 -nodefaults -no-reboot -display none -nic none \
  -kernel "$kernel" -initrd "$work/initrd" -append "console=ttyS0 quiet panic=-1 no_timer_check" -serial "file:$work/log" || exit 124
tr -d '\r' < "$work/log" | sed '/^status=/,$d'
exit "$(tr -d '\r' < "$work/log" | sed -n 's/^status=\([0-9]*\)$/\1/p' | tail -1 | grep . || echo 125)"
