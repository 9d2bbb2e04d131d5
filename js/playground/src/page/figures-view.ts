// The cost of a write in each way, beside a writer that goes row by row.
//
// Knows nothing of how it was counted.

import type { RowByRow } from '../plan/figures.ts'
import type { Way, WayName } from '../plan/ways.ts'
import { h } from './dom.ts'

/** The figures; each way can be chosen. */
export function figuresView(
  ways: readonly Way[],
  chosen: WayName,
  rowByRow: RowByRow,
  choose: (way: WayName) => void,
): HTMLElement[] {
  const radios = ways.map((way) => wayView(way, way.name === chosen, choose))
  const { statements, isLeast } = rowByRow
  const least = isLeast ? '\u2265 ' : ''
  const other = h(
    'div',
    {
      class: 'way is-other',
      title: 'One statement for each row, awaited one by one, as docs/playground.md counts them',
    },
    h('span', { class: 'way-name' }, 'row by row'),
    figure(`${least}${statements}`, statements === 1 && !isLeast ? 'round trip' : 'round trips'),
    h('span', { class: 'muted' }, `${least}${counted(statements, 'statement')}`),
    isLeast && h('span', { class: 'unseen' }, 'at least'),
  )
  const group = h('div', { class: 'ways', role: 'radiogroup', 'aria-label': 'How keys travel' }, ...radios)
  group.addEventListener('keydown', (event) => goOn(event, group))
  return [group, other]
}

function wayView(way: Way, isChosen: boolean, choose: (way: WayName) => void): HTMLElement {
  const { name, about, roundTrips, statements, note } = way
  const cannot = roundTrips === null || statements === null
  return h(
    'button',
    {
      class: `way${cannot ? ' cannot' : ''}`,
      type: 'button',
      role: 'radio',
      'aria-checked': String(isChosen),
      tabindex: isChosen ? 0 : -1,
      'data-way': name,
      title: cannot ? (note ?? about) : about,
      onclick: () => choose(name),
    },
    h('span', { class: 'way-name' }, name),
    cannot
      ? h('span', { class: 'figure' }, 'not possible')
      : figure(String(roundTrips), roundTrips === 1 ? 'round trip' : 'round trips'),
    h('span', { class: 'muted' }, cannot ? 'see SQL for why' : counted(statements, 'statement')),
  )
}

function figure(number: string, unit: string): HTMLElement {
  return h('span', { class: 'figure' }, h('b', {}, number), ` ${unit}`)
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function goOn(event: KeyboardEvent, group: HTMLElement): void {
  const all = [...group.querySelectorAll<HTMLElement>('[role=radio]')]
  const at = all.findIndex((radio) => radio === document.activeElement)
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (at < 0 || by === undefined) return
  event.preventDefault()
  const name = all[(at + by + all.length) % all.length]?.dataset['way']
  group.querySelector<HTMLElement>(`[data-way=${name}]`)?.click()
  document.querySelector<HTMLElement>(`.ways [data-way=${name}]`)?.focus()
}
