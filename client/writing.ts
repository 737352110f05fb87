import './parts/ui/segmenter'
import { startAll } from './parts/ui/dom'
import { startCardPreview } from './parts/writing/card-preview'
import { startPreview } from './parts/writing/preview'
import { startProof } from './parts/writing/proof'
import { startSecrets } from './parts/writing/secrets'
import { startSimilar } from './parts/writing/similar'
import { startTags } from './parts/writing/tags'

// The script of the pages for writing bemoanings, in addition to every-page.ts.
startAll([startProof, startTags, startSecrets, startSimilar, startPreview, startCardPreview])
