import { context } from '@/core/context'

/**
 * The page that a form is on, to return to. Every POST form needs one field at least: lynx 2.9 sends one without any as
 * a GET (findings/lynx-empty-post.sh).
 */
export const Back = () => <input type="hidden" name="back" value={context().url} />
