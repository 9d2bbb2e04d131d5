// What is wrong, as a list: each can be gone to.
//
// Knows nothing of who found it.

import { lineOf, type Finding } from '../finding.ts'
import { h } from './dom.ts'

const MOST_SHOWN = 50

/** The list; `text` gives the text that a finding is in. */
export function problemsView(
  findings: readonly Finding[],
  text: (name: Finding['text']) => string,
  goTo: (finding: Finding) => void,
): HTMLElement[] {
  const rest = findings.length - MOST_SHOWN
  const items = findings.slice(0, MOST_SHOWN).map((finding) => {
    const { line } = lineOf(text(finding.text), finding.from)
    const button = h(
      'button',
      { class: 'problem', type: 'button', onclick: () => goTo(finding) },
      h('span', { class: 'problem-place' }, `${finding.text} ${line}`),
      h(
        'span',
        { class: 'problem-text' },
        finding.message,
        finding.place !== '' && h('code', { class: 'problem-path' }, finding.place),
        finding.help !== null && h('span', { class: 'problem-help' }, finding.help),
      ),
      h('span', { class: 'problem-code' }, finding.code ?? ''),
    )
    return h('li', {}, button)
  })
  return [h('ul', {}, ...items), ...(rest > 0 ? [h('p', { class: 'muted' }, `and ${rest} more`)] : [])]
}

/** How many there are, in words. */
export function problemsTitle(count: number): string {
  return count === 0 ? 'No problems' : count === 1 ? '1 problem' : `${count} problems`
}
