import './segmenter'
import { startAll } from './dom'
import { startPreview } from './preview'
import { startProof } from './proof'
import { startSecrets } from './secrets'
import { startSimilar } from './similar'
import { startTags } from './tags'

// The script of the pages where bemoanings are written, beside e.ts.
startAll([startProof, startTags, startSecrets, startSimilar, startPreview])
