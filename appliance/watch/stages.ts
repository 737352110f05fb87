/** A stage of an install for users, with its share of the time, measured on two emulated cores. */
export type Stage = { name: string; share: number; items: readonly string[] }

/** In the order of the installer's menu. */
export const stages: readonly Stage[] = [
  { name: 'start', share: 7, items: [] },
  {
    name: 'network',
    share: 3,
    items: ['brltty-udeb', 'ethdetect', 'netcfg', 'choose-mirror', 'network-preseed'],
  },
  { name: 'accounts', share: 1, items: ['user-setup-udeb', 'clock-setup', 'tzsetup-udeb'] },
  { name: 'disk', share: 5, items: ['disk-detect', 'partman-base'] },
  { name: 'base system', share: 48, items: ['bootstrap-base'] },
  { name: 'sources', share: 4, items: ['apt-setup-udeb'] },
  { name: 'packages', share: 14, items: ['pkgsel'] },
  { name: 'boot loader', share: 4, items: ['grub-installer'] },
  { name: 'finish', share: 14, items: ['finish-install'] },
]

const total = stages.reduce((sum, { share }) => sum + share, 0)

/** Returns the stage that a menu item starts; null for an item outside of all stages. */
export const stageOf = (item: string): Stage | null =>
  stages.find(({ items }) => items.includes(item)) ?? null

/** Returns the progress from 0 to 1. @param within percent of the stage */
export function progress(stage: Stage, within = 0): number {
  const before = stages.slice(0, stages.indexOf(stage)).reduce((sum, { share }) => sum + share, 0)
  return (before + (stage.share * Math.min(100, Math.max(0, within))) / 100) / total
}
