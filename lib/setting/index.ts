export { knownOrigin, rememberOrigin } from './origin'
export {
  getSettings,
  readSetting,
  type SettingName,
  type Settings,
  setSetting,
  settingNames,
  settingSchemas,
  settingsAbout,
  settingValues,
} from './settings'
