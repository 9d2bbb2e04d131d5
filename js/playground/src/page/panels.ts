// The panels of the right side: plan, text, SQL and figures, and the step that is chosen in all of them.
//
// Knows nothing of editors; it says which step was chosen, and is told how many places were marked.

import type { Finding, TextName } from '../finding.ts'
import { drawingOf, MOST_STEPS } from '../plan/layout.ts'
import type { Planned } from '../plan/preview.ts'
import type { Step } from '../plan/steps.ts'
import type { Way, WayName } from '../plan/ways.ts'
import { byId, fill, h } from './dom.ts'
import { figuresView } from './figures-view.ts'
import { graphView, markChosen } from './graph-view.ts'
import { markLine, stepView, textView } from './plan-view.ts'
import { problemsTitle, problemsView } from './problems-view.ts'
import { sqlView } from './sql-view.ts'

/** What the panels tell. */
export type PanelEvents = {
  onWay(way: WayName): void
  /** A step was chosen, or none; answers how many places were marked. */
  onStep(step: Step | null): number
  onFinding(finding: Finding): void
  text(name: TextName): string
}

/** The panels. */
export type Panels = {
  showPlan(planned: Planned | null): void
  showWays(way: WayName, ways?: readonly Way[], planned?: Planned | null): void
  /** Shows the chosen step anew. */
  showStep(): void
  showProblems(findings: readonly Finding[]): void
  /** The way itself if it can be gone, else the one that always can. */
  runnable(way: WayName): WayName
  /** Takes away what is shown of another write. */
  clear(): void
}

// What is said of a step stands over the drawing, and must not hide the step itself.
function uncover(step: number | null): void {
  const box = step === null ? null : byId('graph').querySelector(`[data-step="${step}"]`)
  const said = byId('chosen').firstElementChild
  if (box === null || said === null) return
  const hidden = box.getBoundingClientRect().bottom + 14 - said.getBoundingClientRect().top
  const around = byId('graph').closest('.panels')
  const scroller = around !== null && getComputedStyle(around).overflowY === 'auto' ? around : window
  if (hidden > 0 && box.getBoundingClientRect().height > 0) scroller.scrollBy({ top: hidden })
}

// How wide a drawing may be.
function room(): number {
  return Math.max(280, byId('results').clientWidth - 32)
}

/** Brings the panels to life. */
export function panels(events: PanelEvents): Panels {
  let planned: Planned | null = null
  let ways: readonly Way[] = []
  let way: WayName = 'pipelined'
  let chosen: number | null = null

  function choose(step: number | null): void {
    chosen = step === chosen ? null : step
    showStep()
    uncover(chosen)
  }

  function showStep(): void {
    const step = planned?.steps.steps.find(({ number }) => number === chosen) ?? null
    const places = events.onStep(step)
    const shown = ways.find(({ name }) => name === way)
    markChosen(byId('graph'), chosen)
    markLine(byId('text'), chosen)
    markLine(byId('sql'), chosen)
    fill(byId('chosen'), step !== null && stepView(step, shown, places, () => choose(null)))
  }

  byId('results').addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && chosen !== null) choose(null)
  })

  function showPlan(other: Planned | null): void {
    planned = other
    if (chosen !== null && !other?.steps.steps.some(({ number }) => number === chosen)) chosen = null
    byId('results').classList.toggle('is-stale', other === null)
    byId('stale').hidden = other !== null
    // What was planned last stays to be seen while somebody types.
    if (other === null) return
    const { steps } = other
    if (steps.steps.length > MOST_STEPS) {
      const text = `This plan has ${steps.steps.length} steps; plans of more than ${MOST_STEPS} are not drawn. The text has all of them.`
      fill(byId('graph'), h('p', { class: 'muted' }, text))
    } else {
      fill(byId('graph'), graphView(drawingOf(steps, room()), chosen, choose))
    }
    fill(byId('text'), textView(String(other.plan), steps, choose))
    showStep()
  }

  function showWays(name: WayName, other?: readonly Way[], of?: Planned | null): void {
    way = name
    if (other !== undefined && other.length > 0) ways = other
    const shown = ways.find((one) => one.name === way)
    if (shown === undefined) return
    const cost = (of ?? planned)?.rowByRow
    if (cost !== undefined) fill(byId('figures'), ...figuresView(ways, way, cost, events.onWay))
    fill(byId('sql'), ...sqlView(shown, choose))
    showStep()
  }

  function clear(): void {
    chosen = null
    planned = null
    ways = []
    for (const id of ['graph', 'text', 'sql', 'chosen', 'figures']) fill(byId(id))
  }

  function showProblems(findings: readonly Finding[]): void {
    byId('problems-title').textContent = problemsTitle(findings.length)
    byId('problems').classList.toggle('is-empty', findings.length === 0)
    fill(byId('problem-list'), ...problemsView(findings, events.text, events.onFinding))
  }

  function runnable(name: WayName): WayName {
    return ways.some((one) => one.name === name && one.groups !== null) ? name : 'stepwise'
  }

  return { showPlan, showWays, showStep, showProblems, runnable, clear }
}
