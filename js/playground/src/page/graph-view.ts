// A plan as a drawing in the page: each step a box that can be chosen by mouse and by keyboard.
//
// Knows nothing of how it was laid out.

import type { Box, Drawing, Wire } from '../plan/layout.ts'
import { s } from './dom.ts'

/** The drawing as an element; `choose` hears of the step that is chosen. */
export function graphView(
  drawing: Drawing,
  chosen: number | null,
  choose: (step: number) => void,
): SVGSVGElement {
  const { width, height, wires, boxes } = drawing
  const svg = s('svg', {
    class: 'graph',
    viewBox: `0 0 ${width} ${height}`,
    // As large as it is, or as small as it can be read.
    style: `width: clamp(${Math.round(width * LEAST)}px, 100%, ${Math.round(width)}px)`,
    role: 'group',
    'aria-label': `The plan: ${boxes.length} steps. Arrow keys go from one to the next.`,
  })
  svg.append(arrows(), ...wires.map((wire) => wireView(wire, chosen)))
  const views = boxes.map((box) => boxView(box, box.step.number === chosen, describe(box, wires), choose))
  svg.append(...wires.map(labelView).filter((label) => label !== null), ...views)
  svg.addEventListener('keydown', (event) => goOn(event, views))
  return svg
}

/** The least that a drawing is scaled to; beyond that it scrolls. */
const LEAST = 0.8

/** Marks another step as the chosen one, without drawing anything anew. */
export function markChosen(svg: Element, chosen: number | null): void {
  for (const box of svg.querySelectorAll('.step')) {
    box.setAttribute('aria-pressed', String(box.getAttribute('data-step') === String(chosen)))
  }
  for (const wire of svg.querySelectorAll('.wire')) {
    const ends = [wire.getAttribute('data-from'), wire.getAttribute('data-to')]
    wire.classList.toggle('is-near', chosen !== null && ends.includes(String(chosen)))
  }
}

function arrows(): SVGDefsElement {
  const head = (id: string) =>
    s(
      'marker',
      {
        id,
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        orient: 'auto',
        class: id,
      },
      s('path', { d: 'M0 0.5 L8 4 L0 7.5 Z' }),
    )
  return s('defs', {}, head('arrow'), head('arrow-key'))
}

function wireView({ flow, points, isAngled }: Wire, chosen: number | null): SVGPathElement {
  const isNear = chosen !== null && (flow.from === chosen || flow.to === chosen)
  return s('path', {
    class: `wire is-${flow.kind}${isNear ? ' is-near' : ''}`,
    d: isAngled ? angles(points) : curve(points),
    'marker-end': `url(#${flow.kind === 'key' ? 'arrow-key' : 'arrow'})`,
    'data-from': flow.from,
    'data-to': flow.to,
    'aria-hidden': 'true',
  })
}

// Through the points, rounded at each.
function curve(points: Wire['points']): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let path = `M${round(first.x)} ${round(first.y)}`
  for (const [at, point] of rest.entries()) {
    const next = rest[at + 1]
    if (next === undefined) path += ` L${round(point.x)} ${round(point.y)}`
    else
      path += ` Q${round(point.x)} ${round(point.y)} ${round((point.x + next.x) / 2)} ${round((point.y + next.y) / 2)}`
  }
  return path
}

function angles(points: Wire['points']): string {
  return points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ')
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}

function labelView({ flow, label }: Wire): SVGGElement | null {
  if (label === null) return null
  const { x, y, width } = label
  const at = { x: round(x - width / 2), y: round(y - 8), width: round(width), height: 16, rx: 8 }
  return s(
    'g',
    { class: `flow-label is-${flow.kind}`, 'aria-hidden': 'true' },
    s('rect', at),
    s('text', { x: round(x), y: round(y + 3.5), 'text-anchor': 'middle' }, flow.label),
  )
}

function boxView(box: Box, isChosen: boolean, said: string, choose: (step: number) => void): SVGGElement {
  const { step, title, lines, x, y, width, height } = box
  const left = round(x - width / 2)
  const top = round(y - height / 2)
  const view = s(
    'g',
    {
      class: `step is-${step.kind}${step.within === null ? '' : ' is-within'}`,
      role: 'button',
      tabindex: 0,
      'aria-pressed': String(isChosen),
      'aria-label': said,
      'data-step': step.number,
      onclick: () => choose(step.number),
      onkeydown: (event) => {
        if (!(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== ' ')) return
        if (event.ctrlKey || event.metaKey) return
        event.preventDefault()
        choose(step.number)
      },
    },
    s('title', {}, step.line),
    s('rect', { class: 'box', x: left, y: top, width, height, rx: 7 }),
    s('rect', { class: 'stripe', x: left, y: top + 8, width: 3, height: height - 16, rx: 1.5 }),
    s('text', { class: 'title', x: left + 15, y: top + 20 }, title),
    ...lines.map((line, at) => s('text', { class: 'line', x: left + 15, y: top + 38 + at * 15 }, line)),
  )
  return view
}

function describe({ step }: Box, wires: readonly Wire[]): string {
  const came = wires.filter(({ flow }) => flow.to === step.number)
  const from = came.map(({ flow }) => `${flow.label} from step ${flow.from}`)
  return `Step ${step.number}: ${step.kind} ${step.model}${from.length === 0 ? '' : `, ${from.join(', ')}`}`
}

function goOn(event: Event, views: readonly SVGGElement[]): void {
  if (!(event instanceof KeyboardEvent)) return
  const at = views.findIndex((view) => view === document.activeElement)
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (at < 0 || by === undefined) return
  event.preventDefault()
  views[Math.min(views.length - 1, Math.max(0, at + by))]?.focus()
}
