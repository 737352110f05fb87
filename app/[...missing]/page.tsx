import { Missing, missingMetadata } from '@/components/frame/missing'

export const metadata = missingMetadata

/** The catch-all route. */
export default Missing
