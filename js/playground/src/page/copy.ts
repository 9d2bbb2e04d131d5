// Copying: a text to the clipboard, and a word of whether it went.

import { h } from './dom.ts'

/** A button that copies a text, and says so for a moment. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  const button = h('button', { class: 'quiet', type: 'button' }, label)
  button.addEventListener('click', () => {
    void copied(text()).then((isCopied) => {
      button.textContent = isCopied ? 'Copied' : 'Not copied'
      setTimeout(() => (button.textContent = label), 1_500)
    })
  })
  return button
}

/** Copies a text; false where the browser does not let us. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
