/**
 * The layout of the system disk as partman's expert recipe: room for GRUB's core on a GPT disk, an EFI system
 * partition, the root. Sizes in megabytes: minimum, priority, maximum (partman-auto-recipe.txt of partman-auto).
 */
export const recipe = [
  'appliance ::',
  '1 1 1 free $iflabel{ gpt } $reusemethod{ } method{ biosgrub } .',
  '64 64 64 fat32 $iflabel{ gpt } method{ format } format{ } use_filesystem{ } filesystem{ fat32 } mountpoint{ /boot/efi } .',
  '2000 5000 -1 ext4 method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } .',
].join(' ')
