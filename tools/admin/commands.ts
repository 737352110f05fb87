import { accessForms } from './access'
import { archiveForms } from './archive'
import { auditForms } from './audit'
import { backupForms } from './backup'
import { deliveryForms } from './deliveries'
import { exportForm } from './export'
import type { Form } from './form'
import { importForms } from './imports'
import { mailForms } from './mail'
import { moderationForms } from './moderation'
import { nodesForm } from './nodes'
import { restoreForm } from './restore'
import { migrateForm } from './schema'
import { settingForms } from './settings'
import { userForms } from './users'
import { voteForms } from './votes'

/** All commands of `npm run admin`, in the order of its help. */
export const forms: readonly Form[] = [
  ...userForms,
  ...accessForms,
  ...moderationForms,
  ...settingForms,
  nodesForm,
  ...voteForms,
  ...importForms,
  exportForm,
  ...deliveryForms,
  ...mailForms,
  ...backupForms,
  restoreForm,
  ...archiveForms,
  migrateForm,
  ...auditForms,
]
