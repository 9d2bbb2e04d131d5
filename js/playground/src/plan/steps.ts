// The text of a plan -> its steps, and how keys and conditions go from one to the next.
//
// Reads the text that `String(operation.plan())` is, which is one line a step: docs/guide.md shows how it is written.

import type { OperationPlan, Statement } from 'treewright/planner'

/** One step. */
export type Step = {
  /** Its number in the plan, from 1. */
  readonly number: number
  readonly kind: Statement['kind']
  readonly model: string
  /** Everything else the plan says of it, part by part. */
  readonly parts: readonly string[]
  /** The line as the plan has it. */
  readonly line: string
  /** Its statement; of a read that goes along with another one, that one's. */
  readonly statement: number | null
  /** The places of the request that it is for: `data.posts.create[*]`. */
  readonly at: readonly string[]
  /** The step whose statement reads its rows too. */
  readonly within: number | null
}

/** What goes from one step to another. */
export type Flow = {
  readonly from: number
  readonly to: number
  /** A key that is lent, a condition, or rows that are known from before. */
  readonly kind: 'key' | 'found' | 'missing' | 'rows'
  readonly label: string
}

/** A plan as a graph. */
export type Steps = {
  readonly steps: readonly Step[]
  readonly flows: readonly Flow[]
  /** What the plan says beside its steps: what it answers. */
  readonly notes: readonly string[]
}

const LINE = /^ *(\d+) {2}(\w+) (\S+)(.*)$/

/** Reads the steps of a plan. */
export function stepsOf(plan: OperationPlan): Steps {
  const lines = String(plan).trimEnd().split('\n')
  const senders = sendersOf(plan)
  const steps: Step[] = []
  const notes: string[] = []
  for (const line of lines) {
    const [, number = '', kind = '', model = '', rest = ''] = LINE.exec(line) ?? []
    if (number === '') {
      notes.push(line.trim())
      continue
    }
    const sender = senders[Number(number) - 1]
    const statement = sender?.statement ?? null
    const isWithin = sender !== undefined && sender.step !== Number(number) - 1
    steps.push({
      number: Number(number),
      kind: kind as Step['kind'],
      model: model.replace(/,$/, ''),
      parts: rest
        .split(/ {2,}/)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
      line: line.trim(),
      statement,
      at: isWithin || statement === null ? [] : (plan.statements[statement]?.at ?? []),
      within: isWithin ? sender.step + 1 : null,
    })
  }
  return { steps, flows: steps.flatMap(flowsTo), notes }
}

// Which statement each step is in. A step whose rows another one reads along with its own has none.
function sendersOf({ statements }: OperationPlan): readonly { step: number; statement: number }[] {
  const within = new Set(statements.flatMap(({ levels }) => levels))
  const senders: { step: number; statement: number }[] = []
  let step = 0
  for (const [statement, { levels }] of statements.entries()) {
    while (within.has(step)) step += 1
    senders[step] = { step, statement }
    for (const level of levels) senders[level] = { step, statement }
    step += 1
  }
  return senders
}

const FLOWS: readonly (readonly [RegExp, Flow['kind'], string])[] = [
  [/(?<!not )found by ([\d+]+)/g, 'found', 'if found'],
  [/not found by ([\d+]+)/g, 'missing', 'if not found'],
  [/all but ([\d+]+)/g, 'rows', 'all but these'],
  [/but not (\d[\d+]*)(?![.\d])/g, 'rows', 'but not these'],
  [/again, ([\d+]+)/g, 'rows', 'these rows'],
  [/ of (\d[\d+]*)(?=,|$| )/g, 'rows', 'of these'],
]

const KEY = /(?<![\w.[\]])(\d+)\.([\p{L}_$][\p{L}\p{N}_$]*)( as sent)?/gu

function flowsTo(step: Step): Flow[] {
  const flows = new Map<string, Flow>()
  const add = (from: number, kind: Flow['kind'], label: string) => {
    const known = flows.get(`${from} ${kind}`)
    const isNew = known === undefined || !known.label.split(', ').includes(label)
    const joined = known !== undefined && isNew ? `${known.label}, ${label}` : label
    if (isNew && from < step.number)
      flows.set(`${from} ${kind}`, { from, to: step.number, kind, label: joined })
  }
  for (const [, from, field = ''] of step.line.matchAll(KEY)) add(Number(from), 'key', field)
  for (const [pattern, kind, label] of FLOWS) {
    for (const [, numbers = ''] of step.line.matchAll(pattern)) {
      for (const from of numbers.split('+')) add(Number(from), kind, label)
    }
  }
  return [...flows.values()]
}
