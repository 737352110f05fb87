export {
  getSettings,
  readSetting,
  type SettingName,
  type Settings,
  setSetting,
  settingNames,
  settingSchemas,
  settingValues,
} from './settings'
