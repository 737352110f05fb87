/** What the server tells the script of a form that needs a passkey. */
export type PasskeyForm = {
  /** Action that receives the browser's response. */
  action: string
  label: string
  /** Where to go afterwards. */
  to?: string | undefined
  /** A field for the passkey's name, with what was typed and what was wrong with it. */
  name?: { label: string; hint: string; most: number; typed: string; error: string | undefined }
  /** The options of WebAuthn, which the browser gets as they are. */
  options: unknown
}
