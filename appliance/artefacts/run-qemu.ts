import type { Values } from '../config/resolved'
import { quoted } from '../plan/late'

/**
 * Returns a script that runs the image in QEMU without writing to it. The guest is reached on this machine's ports
 * 8022 and 8443.
 */
export const runQemu = ({ name, vm, net }: Pick<Values, 'name' | 'vm' | 'net'>): string => `#!/bin/sh
# Starts a throwaway copy of ${name}: https://127.0.0.1:8443/, ssh -p 8022 root@127.0.0.1.
# UEFI=1 boots it with OVMF (package ovmf). ACCEL=tcg doesn’t use KVM. Ctrl-A X ends it.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
qemu-img create -q -f qcow2 "$work/data.qcow2" ${vm.data}
firmware=
if [ "\${UEFI:-}" ]; then
    cp /usr/share/OVMF/OVMF_VARS_4M.fd "$work/vars.fd"
    firmware="-drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd -drive if=pflash,format=raw,file=$work/vars.fd"
fi
# shellcheck disable=SC2086
qemu-system-x86_64 -name ${quoted(name)} -machine q35 -accel \${ACCEL:-kvm -accel tcg} -cpu max -smp ${vm.cpus} -m ${Math.round(vm.memory / (1 << 20))} \\
    -nographic $firmware \\
    -drive file=${quoted(`${name}.qcow2`)},if=virtio,snapshot=on -drive "file=$work/data.qcow2,if=virtio" \\
    -nic user,model=virtio-net-pci,mac=${net.mac},hostfwd=tcp:127.0.0.1:8022-:22,hostfwd=tcp:127.0.0.1:8443-:443 \\
    -device virtio-rng-pci
`
