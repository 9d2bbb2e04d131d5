// Tabs: one panel at a time, chosen by a click or by the arrow keys, as ARIA has it.
//
// Knows nothing of what is in a panel. The panels are those that the tabs name by `aria-controls`.

/** A row of tabs. */
export type Tabs = {
  /** Shows a panel. */
  show(name: string): void
  readonly shown: () => string
}

/** Brings a row of tabs to life. A tab's name is its `data-tab`. */
export function tabs(list: HTMLElement, onShow: (name: string) => void = () => {}): Tabs {
  const all = [...list.querySelectorAll<HTMLElement>('[role=tab]')]
  let shown = all[0]?.dataset['tab'] ?? ''

  function show(name: string): void {
    shown = name
    for (const tab of all) {
      const isShown = tab.dataset['tab'] === name
      tab.setAttribute('aria-selected', String(isShown))
      tab.tabIndex = isShown ? 0 : -1
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '')
      if (panel !== null) panel.hidden = !isShown
    }
    onShow(name)
  }

  for (const tab of all) tab.addEventListener('click', () => show(tab.dataset['tab'] ?? ''))
  list.addEventListener('keydown', (event) => {
    const at = all.findIndex((tab) => tab === document.activeElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
    const next = to === undefined || at < 0 ? undefined : all[(to + all.length) % all.length]
    if (next === undefined) return
    event.preventDefault()
    next.focus()
    show(next.dataset['tab'] ?? '')
  })
  show(shown)
  return { show, shown: () => shown }
}
