// A line between two parts of the page that can be moved, by mouse, by finger and by arrow keys.
//
// Knows nothing of the parts: it sets a share of the page's, which the styles go by.

/** Brings a line to life. `variable` is the share of what comes before it, in percent. */
export function splitter(line: HTMLElement, variable: string): void {
  const isUpright = line.getAttribute('aria-orientation') === 'vertical'
  let share = 50

  function set(to: number): void {
    share = Math.min(80, Math.max(20, to))
    document.documentElement.style.setProperty(variable, String(share))
    line.setAttribute('aria-valuenow', String(Math.round(share)))
  }

  line.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -2, ArrowUp: -2, ArrowRight: 2, ArrowDown: 2 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    set(share + by)
  })
  line.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    line.setPointerCapture(event.pointerId)
  })
  line.addEventListener('pointermove', (event) => {
    const around = line.parentElement?.getBoundingClientRect()
    if (!line.hasPointerCapture(event.pointerId) || around === undefined) return
    const { left, top, width, height } = around
    set(100 * (isUpright ? (event.clientX - left) / width : (event.clientY - top) / height))
  })
  line.addEventListener('dblclick', () => set(Number(line.dataset['usual'] ?? 50)))
  set(Number(line.dataset['usual'] ?? 50))
}
