// Where the steps of a plan are drawn: boxes and lines, in numbers.
//
// Knows no page: how wide a text is, is reckoned from its letters, which are all as wide.

import { Graph, layout as arrange, type EdgeLabel, type GraphLabel, type NodeLabel } from '@dagrejs/dagre'
import { columnOf } from './column.ts'
import type { Flow, Step, Steps } from './steps.ts'

/** A step as a box; its middle is at x and y. */
export type Box = {
  readonly step: Step
  readonly title: string
  readonly lines: readonly string[]
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What goes from step to step as a line. */
export type Wire = {
  readonly flow: Flow
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** Where its label stands, in the middle. */
  readonly label: { readonly x: number; readonly y: number; readonly width: number } | null
  /** Whether it goes along straight lines. */
  readonly isAngled: boolean
}

/** A plan as a drawing. */
export type Drawing = {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly wires: readonly Wire[]
}

/** Plans of more steps are not drawn. */
export const MOST_STEPS = 150

const LETTER = { title: 7.3, line: 6.35, label: 6.1 } as const
const MOST_LETTERS = 34

/** Draws a plan as a tree, or as a column where a tree would be too wide for the room. */
export function drawingOf(steps: Steps, room: number): Drawing {
  const tree = treeOf(steps)
  return tree.width <= room * 1.2 ? tree : columnOf(steps, room, shapeOf, LETTER.line)
}

function treeOf({ steps, flows }: Steps): Drawing {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 38, edgesep: 14, marginx: 6, marginy: 6 })
  graph.setDefaultEdgeLabel(() => ({}))
  const shapes = new Map(steps.map((step) => [step.number, shapeOf(step)]))
  for (const [number, { width, height }] of shapes) graph.setNode(String(number), { width, height })
  for (const { from, to, kind, label } of flows) {
    const size = { width: label.length * LETTER.label + 10, height: 15, labelpos: 'c' as const }
    graph.setEdge(String(from), String(to), size, kind)
  }
  arrange(graph)
  const { width = 0, height = 0 } = graph.graph() as GraphLabel
  const boxes = steps.map((step): Box => {
    const { x = 0, y = 0 } = graph.node(String(step.number)) as NodeLabel
    const shape = shapes.get(step.number) ?? shapeOf(step)
    return { step, ...shape, x, y }
  })
  const wires = flows.map((flow): Wire => {
    const edge = graph.edge(String(flow.from), String(flow.to), flow.kind) as EdgeLabel
    const { points = [], x, y, width = 0 } = edge
    const label = x === undefined || y === undefined ? null : { x, y, width }
    return { flow, points, label, isAngled: false }
  })
  return { width: Math.max(width, 1), height: Math.max(height, 1), boxes, wires }
}

type Shape = Pick<Box, 'title' | 'lines' | 'width' | 'height'>

function shapeOf(step: Step, more: readonly string[] = [], letters = MOST_LETTERS): Shape {
  const title = `${step.number}  ${step.kind} ${step.model}`
  const lines = [...linesOf(step, letters), ...more].map((line) => shortened(line, letters))
  const wide = Math.max(title.length * LETTER.title, ...lines.map((line) => line.length * LETTER.line))
  return {
    title,
    lines,
    width: Math.ceil(wide) + 30,
    height: 30 + lines.length * 15 + (lines.length > 0 ? 4 : 0),
  }
}

// The place it is for, and what is written or given: enough to know a step by.
function linesOf({ at, parts, kind, within }: Step, letters: number): string[] {
  const [place] = at
  const fields = parts.filter((part) => /^[\p{L}_][\p{L}\p{N}_]*(?: <- .*)?$/u.test(part) && !WORDS.has(part))
  const names = fields.map((part) => part.split(' ')[0])
  const lines: string[] = []
  if (place !== undefined && place !== '') lines.push(lastOf(place, letters))
  if (within !== null) lines.push(`in the statement of ${within}`)
  if (names.length > 0 && kind !== 'read' && kind !== 'find') lines.push(names.join(', '))
  return lines
}

const WORDS: ReadonlySet<string> = new Set(['locked', 'all'])

// The end of a long place tells more than its beginning.
function lastOf(place: string, letters: number): string {
  if (place.length <= letters) return place
  const parts = place.split('.')
  while (parts.length > 1 && parts.join('.').length > letters - 2) parts.shift()
  return `\u2026 ${parts.join('.')}`
}

function shortened(line: string, letters: number): string {
  return line.length <= letters + 2 ? line : `${line.slice(0, letters)}\u2026`
}
