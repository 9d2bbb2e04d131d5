// Light and dark: as the system has it, until somebody chooses.

type Choice = 'system' | 'light' | 'dark'

const CHOICES: readonly Choice[] = ['system', 'light', 'dark']
const KEPT = 'treewright-playground-theme'

/** Brings the switch to life. */
export function themeSwitch(button: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  let choice = kept()
  const show = () => {
    const theme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice
    document.documentElement.dataset['theme'] = theme
    button.textContent = { system: 'Auto', light: 'Light', dark: 'Dark' }[choice]
    button.setAttribute('aria-label', `Colors: ${choice === 'system' ? 'as the system has them' : choice}`)
  }
  button.addEventListener('click', () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length] ?? 'system'
    keep(choice)
    show()
  })
  dark.addEventListener('change', show)
  show()
}

// A browser may refuse to keep anything.
function kept(): Choice {
  try {
    const found = localStorage.getItem(KEPT)
    return CHOICES.find((choice) => choice === found) ?? 'system'
  } catch {
    return 'system'
  }
}

function keep(choice: Choice): void {
  try {
    localStorage.setItem(KEPT, choice)
  } catch {
    // The choice holds as long as the page is open.
  }
}
