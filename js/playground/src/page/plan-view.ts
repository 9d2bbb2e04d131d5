// The plan as text, line by line, and what there is to say of the step that was chosen.
//
// Knows nothing of how a plan is made.

import type { Step, Steps } from '../plan/steps.ts'
import type { Shown, Way } from '../plan/ways.ts'
import { copyButton } from './copy.ts'
import { h } from './dom.ts'
import { statementView } from './sql-view.ts'

/** The text of a plan: each step is a line that can be chosen. */
export function textView(plan: string, { steps, notes }: Steps, choose: (step: number) => void): HTMLElement {
  const width = String(steps.length).length
  return h(
    'div',
    { class: 'plan-text' },
    h(
      'div',
      { class: 'plan-copy' },
      copyButton('Copy', () => plan),
    ),
    ...steps.map((step) => {
      const given = {
        class: 'plain',
        type: 'button',
        'data-step': step.number,
        onclick: () => choose(step.number),
      }
      const number = h('span', { class: 'muted' }, `${String(step.number).padStart(width)}  `)
      const rest = step.line.replace(/^\d+ {2}/, '')
      const [kind = ''] = rest.split(' ')
      return h(
        'button',
        given,
        number,
        h('b', { class: `kind is-${step.kind}` }, kind),
        rest.slice(kind.length),
      )
    }),
    ...notes.map((note) => h('div', { class: 'note' }, note)),
  )
}

/** Marks the line of the chosen step. */
export function markLine(view: Element, chosen: number | null): void {
  for (const line of view.querySelectorAll('[data-step]')) {
    const isChosen = line.getAttribute('data-step') === String(chosen)
    line.classList.toggle('is-chosen', isChosen)
    if (line instanceof HTMLButtonElement) line.setAttribute('aria-pressed', String(isChosen))
  }
}

/** What there is to say of a step, with its statement in a way. */
export function stepView(step: Step, way: Way | undefined, places: number, close: () => void): HTMLElement {
  const shown = statementOf(step, way)
  const at = step.at.filter((place) => place !== '')
  return h(
    'section',
    { class: 'chosen', 'aria-label': `Step ${step.number}` },
    h(
      'header',
      {},
      h('h2', {}, `Step ${step.number}: ${step.kind} ${step.model}`),
      h('button', { class: 'quiet', type: 'button', onclick: close }, 'Close'),
    ),
    at.length > 0 &&
      h(
        'p',
        {},
        'For ',
        ...at.flatMap((place, n) => [n > 0 ? ', ' : '', h('code', {}, place)]),
        placesText(places),
      ),
    h('ul', { class: 'parts' }, ...step.parts.map((part) => h('li', {}, part))),
    shown !== undefined && statementView(shown, () => {}),
  )
}

function placesText(places: number): string {
  if (places === 0) return ''
  return places === 1 ? ', marked in the write' : `, ${places} places marked in the write`
}

function statementOf(step: Step, way: Way | undefined): Shown | undefined {
  const own = step.within ?? step.number
  return way?.groups?.flat().find((shown) => shown.step === own)
}
