import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Values } from '../config/resolved'
import { run } from '../host/programs'
import { sha256Of } from '../make/digest'

/**
 * Returns the description of a machine (DMTF DSP0243, OVF 1.1) with one disk. @param disk size of its file in bytes
 */
export function ovf(
  { name, appliance, vm }: Pick<Values, 'name' | 'appliance' | 'vm'>,
  disk: number,
): string {
  const item = (id: number, type: number, text: string, rest: string): string =>
    `      <Item><rasd:ElementName>${text}</rasd:ElementName><rasd:InstanceID>${id}</rasd:InstanceID><rasd:ResourceType>${type}</rasd:ResourceType>${rest}</Item>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
  <References><File ovf:href="${name}.vmdk" ovf:id="file1" ovf:size="${disk}"/></References>
  <DiskSection><Info>Disks</Info><Disk ovf:capacity="${vm.disk}" ovf:diskId="disk1" ovf:fileRef="file1" ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/></DiskSection>
  <NetworkSection><Info>Networks</Info><Network ovf:name="bridged"><Description>The network of the host</Description></Network></NetworkSection>
  <VirtualSystem ovf:id="${name}">
    <Info>${appliance}</Info>
    <OperatingSystemSection ovf:id="96"><Info>Debian, 64 bits</Info></OperatingSystemSection>
    <VirtualHardwareSection>
      <Info>Virtual hardware</Info>
${item(1, 3, `${vm.cpus} processors`, `<rasd:VirtualQuantity>${vm.cpus}</rasd:VirtualQuantity>`)}
${item(2, 4, 'Memory', `<rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:VirtualQuantity>${Math.round(vm.memory / (1 << 20))}</rasd:VirtualQuantity>`)}
${item(3, 20, 'Disk controller', '<rasd:ResourceSubType>AHCI</rasd:ResourceSubType>')}
${item(4, 17, 'Disk', '<rasd:HostResource>ovf:/disk/disk1</rasd:HostResource><rasd:Parent>3</rasd:Parent><rasd:AddressOnParent>0</rasd:AddressOnParent>')}
${item(5, 10, 'Network', '<rasd:Connection>bridged</rasd:Connection><rasd:ResourceSubType>virtio</rasd:ResourceSubType>')}
    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
`
}

/** Packs a vmdk in a folder as an OVA: description, digests, disk, in this order (DSP0243, 5.3). */
export async function makeOva(values: Values, folder: string): Promise<void> {
  const { name } = values
  const { size } = await stat(join(folder, `${name}.vmdk`))
  await writeFile(join(folder, `${name}.ovf`), ovf(values, size))
  const sums = await Promise.all(
    [`${name}.ovf`, `${name}.vmdk`].map(
      async (file) => `SHA256(${file})= ${await sha256Of(join(folder, file))}`,
    ),
  )
  await writeFile(join(folder, `${name}.mf`), `${sums.join('\n')}\n`)
  await run(
    'tar',
    [
      '--format=ustar',
      '--owner=0',
      '--group=0',
      '-cf',
      `${name}.ova`,
      `${name}.ovf`,
      `${name}.mf`,
      `${name}.vmdk`,
    ],
    { cwd: folder },
  )
}
