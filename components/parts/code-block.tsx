/** Text to copy into a terminal. It may scroll sideways, so it must be focusable (axe: scrollable-region-focusable). */
export function CodeBlock({ children }: { children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be focusable
    <pre tabIndex={0}>
      <code>{children}</code>
    </pre>
  )
}
