import { Missing, missingMetadata } from '@/components/frame/missing'

export const metadata = missingMetadata

/** Every address that nothing else answers. */
export default Missing
