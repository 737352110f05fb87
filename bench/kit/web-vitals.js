// Runs in a page before anything of its own does, and notes of it: the largest paint and the slowest answer to a tap or key in
// milliseconds, and the sum of shifts.
window.vitals = { lcp: 0, cls: 0, inp: 0 }

const watch = (type, note, more) =>
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) note(entry)
  }).observe({ type, buffered: true, ...more })

watch('largest-contentful-paint', ({ startTime }) => {
  window.vitals.lcp = startTime
})
watch('layout-shift', ({ value, hadRecentInput }) => {
  if (!hadRecentInput) window.vitals.cls += value
})
watch(
  'event',
  ({ interactionId, duration }) => {
    if (interactionId) window.vitals.inp = Math.max(window.vitals.inp, duration)
  },
  { durationThreshold: 16 },
)
