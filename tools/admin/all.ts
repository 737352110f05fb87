import { writeTags } from '@/lib/starter'
import { forms } from './commands'
import { runAdmin } from './main'

// Every command of `npm run admin`.
await runAdmin(forms, writeTags)
