import { context } from '@/core/context'

/** Where client/parts/writing/card-preview.ts draws the card as it will look. Text browsers would show a hidden one. */
export const CardPreview = () => <div data-card-preview={context().viewer?.handle ?? 'anonymous'} />
