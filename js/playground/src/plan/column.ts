// A plan as one column: steps below each other in the order in which they run, keys at the left, all else at the right.
//
// For plans that would be too wide as a tree, and for narrow windows. What comes from one step runs along one line, from
// which it branches off to all that take it.

import type { Box, Drawing, Wire } from './layout.ts'
import type { Flow, Step, Steps } from './steps.ts'

type Shape = (
  step: Step,
  more: readonly string[],
  letters: number,
) => Pick<Box, 'title' | 'lines' | 'width' | 'height'>
type Point = Wire['points'][number]

/** What comes from one step on one side. */
type Lane = {
  readonly from: number
  readonly side: 'left' | 'right'
  readonly flows: Flow[]
  readonly end: number
}

const GAP = 16
const BETWEEN = 9
const MARGIN = 6

/** Draws a plan as a column that is no wider than there is room, if its boxes can be read then. */
export function columnOf({ steps, flows }: Steps, room: number, shapeOf: Shape, letter: number): Drawing {
  const lanes = lanesOf(flows)
  const places = new Map(lanes.map((lane) => [lane, 0]))
  const left = assign(
    lanes.filter(({ side }) => side === 'left'),
    places,
  )
  const right = assign(
    lanes.filter(({ side }) => side === 'right'),
    places,
  )
  const sides = (left + right) * BETWEEN + 2 * GAP + 2 * MARGIN
  const most = Math.max(24, Math.floor((room - sides - 30) / letter))
  const shapes = steps.map((step) => shapeOf(step, incoming(step, flows), Math.min(most, 64)))
  const width = Math.max(...shapes.map((shape) => shape.width))
  const start = MARGIN + left * BETWEEN + GAP
  let y = MARGIN
  const boxes = steps.map((step, at): Box => {
    const shape = shapes[at] ?? shapeOf(step, [], most)
    const top = y
    y += shape.height + 12
    return { step, ...shape, width, x: start + width / 2, y: top + shape.height / 2 }
  })
  const xOf = (lane: Lane) => {
    const place = GAP - 4 + (places.get(lane) ?? 0) * BETWEEN
    return lane.side === 'left' ? start - place : start + width + place
  }
  const wires = lanes.flatMap((lane) => wiresOf(lane, xOf(lane), boxes, lanes))
  return { width: start + width + right * BETWEEN + GAP + MARGIN, height: y, boxes, wires }
}

function lanesOf(flows: readonly Flow[]): Lane[] {
  const found = new Map<string, { from: number; side: Lane['side']; flows: Flow[]; end: number }>()
  for (const flow of flows) {
    const side = flow.kind === 'key' ? 'left' : 'right'
    const name = `${flow.from} ${flow.kind}`
    const lane = found.get(name) ?? { from: flow.from, side, flows: [], end: 0 }
    lane.flows.push(flow)
    lane.end = Math.max(lane.end, flow.to)
    found.set(name, lane)
  }
  return [...found.values()]
}

// Short lanes next to the boxes, and none on top of another; answers how many places there are.
function assign(lanes: readonly Lane[], places: Map<Lane, number>): number {
  const taken: Lane[][] = []
  for (const lane of [...lanes].sort((one, other) => one.end - one.from - (other.end - other.from))) {
    const isFree = (others: readonly Lane[]) =>
      others.every(({ from, end }) => end < lane.from || from > lane.end)
    let place = taken.findIndex(isFree)
    if (place < 0) place = taken.push([]) - 1
    taken[place]?.push(lane)
    places.set(lane, place)
  }
  return taken.length
}

function incoming(step: Step, flows: readonly Flow[]): string[] {
  const came = flows.filter(({ to }) => to === step.number)
  const parts = came.map(({ kind, from, label }) => {
    return kind === 'key'
      ? `${label} of ${from}`
      : kind === 'rows'
        ? `${label}: ${from}`
        : `${label} by ${from}`
  })
  return parts.length === 0 ? [] : [parts.join(', ')]
}

function wiresOf(lane: Lane, x: number, boxes: readonly Box[], lanes: readonly Lane[]): Wire[] {
  const from = boxes.find(({ step }) => step.number === lane.from)
  if (from === undefined) return []
  const own = lanes.filter((other) => other.from === lane.from && other.side === lane.side)
  const edge = (box: Box) => (lane.side === 'left' ? box.x - box.width / 2 : box.x + box.width / 2)
  const start: Point = { x: edge(from), y: from.y + 4 + own.indexOf(lane) * 6 }
  return lane.flows.flatMap((flow) => {
    const to = boxes.find(({ step }) => step.number === flow.to)
    if (to === undefined) return []
    const others = lanes.filter(
      (other) => other.side === lane.side && other.flows.some((one) => one.to === flow.to),
    )
    const y = to.y - 6 * (others.length - 1) * 0.5 + others.indexOf(lane) * 6 - 3
    const end: Point = { x: edge(to), y }
    return [{ flow, points: [start, { x, y: start.y }, { x, y: end.y }, end], label: null, isAngled: true }]
  })
}
