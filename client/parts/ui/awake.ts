/** Keeps the screen on while possible, and requests the lock again when the page becomes visible. */
export function keepAwake(tell: (text: string) => void): () => void {
  if (!('wakeLock' in navigator)) {
    tell('This browser can’t keep the screen on.')
    return () => {}
  }
  let held: WakeLockSentinel | null = null
  let ended = false
  const ask = async (): Promise<void> => {
    if (ended || document.visibilityState !== 'visible') return
    try {
      held = await navigator.wakeLock.request('screen')
      if (ended) void held.release()
      tell('The screen stays on.')
    } catch {
      tell('The screen may go dark. The browser doesn’t keep it on now.')
    }
  }
  const again = (): void => void ask()
  document.addEventListener('visibilitychange', again)
  void ask()
  return () => {
    ended = true
    document.removeEventListener('visibilitychange', again)
    void held?.release()
  }
}
