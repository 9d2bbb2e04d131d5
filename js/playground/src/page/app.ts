// The page at work: what is typed is looked at, what was found is shown, and what is asked is run.
//
// The only room that knows all others.

import { goTo, markParts, showFindings } from '../editor/marks.ts'
import { prismaLanguage } from '../editor/prisma-language.ts'
import { examples } from '../examples/index.ts'
import type { Finding, TextName } from '../finding.ts'
import { planOf, previewOf, type Planned, type Preview } from '../plan/preview.ts'
import { recorderFor, type Recorder } from '../plan/sent.ts'
import { waysOf, type Way } from '../plan/ways.ts'
import { openDatabase, type LoadPglite } from '../run/database.ts'
import { run } from '../run/run.ts'
import { isSql, readSeed } from '../run/seed.ts'
import { kindOf, type Loaded, type ReadySchema } from '../schema/load.ts'
import { keepState } from '../share/kept.ts'
import { linkOf, type State } from '../share/link.ts'
import { spotsLike } from '../write/places.ts'
import { byId, fill, h } from './dom.ts'
import { panels, type Panels } from './panels.ts'
import { outcomeView } from './run-view.ts'
import { copied } from './copy.ts'
import { tabs } from './tabs.ts'
import { byPlace, isSame, LANGUAGE, makeEditors, SQL } from './texts.ts'

/** How long nothing may be typed before it is looked at. */
const PAUSE = 140
const SLOWEST = 2_000

/** Brings the page to life with a state. */
export function startApp(state: State, load: LoadPglite): void {
  let schema: { readonly text: string; readonly loaded: Loaded } | undefined
  let ready: ReadySchema | null = null
  let recorder: { readonly of: ReadySchema; readonly recorder: Recorder } | undefined
  let preview: Preview | undefined
  let runFindings: readonly Finding[] = []
  let way = state.way
  let looking: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  let isRunning = false
  let isOther = false
  let took = 0

  const editors = makeEditors(
    state,
    () => ready,
    changed,
    () => void runNow(),
  )
  const select = byId('example') as HTMLSelectElement
  const results = tabs(byId('result-tabs'))
  const texts = tabs(byId('text-tabs'), (name) => (byId('schema-kind').hidden = name !== 'schema'))
  const shown: Panels = panels({
    onWay(name) {
      way = name
      void keepLink()
      shown.showWays(way)
      shown.showStep()
    },
    onStep(step) {
      const spots =
        step === null || preview?.written == null
          ? []
          : step.at.flatMap((place) => spotsLike(preview?.written?.places ?? new Map(), place))
      markParts(
        editors.write.view,
        spots.map(({ key, value }) => ({ from: key?.from ?? value.from, to: value.to })),
      )
      return spots.length
    },
    onFinding(finding) {
      if (finding.text !== 'write') texts.show(finding.text)
      goTo(editors[finding.text].view, finding)
    },
    text: (name) => editors[name].text(),
  })

  function changed(): void {
    runFindings = []
    clearTimeout(looking)
    // What takes long to look at is looked at less often.
    looking = setTimeout(() => void look(), Math.min(SLOWEST, Math.max(PAUSE, 2 * took)))
    byId('outdated').hidden = byId('outcome').childElementCount === 0
  }

  async function look(): Promise<void> {
    clearTimeout(looking)
    turn += 1
    const mine = turn
    const given = { schema: editors.schema.text(), write: editors.write.text() }
    const known = schema?.text === given.schema ? schema.loaded : undefined
    const start = performance.now()
    preview = previewOf(given, known)
    schema = { text: given.schema, loaded: preview.schema }
    ready = preview.schema.ready ?? ready
    editors.schema.speak(kindOf(given.schema) === 'prisma' ? prismaLanguage : LANGUAGE)
    editors.seed.speak(isSql(editors.seed.text()) ? SQL : LANGUAGE)
    byId('schema-kind').textContent = kindOf(given.schema) === 'prisma' ? 'schema.prisma' : 'description'
    select.value = examples.find((one) => isSame(one, stateNow()))?.name ?? ''
    showProblems()
    if (isOther && preview.planned === null) shown.clear()
    isOther = false
    shown.showPlan(preview.planned)
    const ways = await waysNow(preview)
    took = performance.now() - start
    if (mine !== turn) return
    shown.showWays(way, ways, preview.planned)
    await keepLink()
  }

  function showProblems(): void {
    const now = preview
    if (now === undefined) return
    const seed = now.schema.ready === null ? [] : readSeed(editors.seed.text(), now.schema.ready).findings
    const all = [...now.findings, ...seed, ...runFindings].sort(byPlace)
    for (const name of ['write', 'schema', 'seed'] as const) {
      showFindings(
        editors[name].view,
        all.filter(({ text }) => text === name),
      )
    }
    shown.showProblems(all)
  }

  async function waysNow({ planned, schema: { ready } }: Preview): Promise<readonly Way[]> {
    if (planned === null || ready === null) return []
    if (recorder?.of !== ready) recorder = { of: ready, recorder: recorderFor(ready.description) }
    const { accessor, verb, args } = planned.written
    const asked = { accessor, verb, args }
    const [pipelined, fused] = [
      await recorder.recorder.pipelined(asked),
      await recorder.recorder.fused(asked),
    ]
    const steps = new Map(
      planned.steps.steps.flatMap(({ number, statement, within }) =>
        within === null && statement !== null ? [[statement, number] as const] : [],
      ),
    )
    return waysOf(planned.plan, (statement) => steps.get(statement) ?? statement + 1, { pipelined, fused })
  }

  async function keepLink(): Promise<void> {
    const link = await linkOf(stateNow())
    keepState(link === null ? stateNow() : null)
    byId('link-note').hidden = link !== null
    history.replaceState(null, '', link ?? location.pathname + location.search)
  }

  const stateNow = (): State => ({
    schema: editors.schema.text(),
    write: editors.write.text(),
    seed: editors.seed.text(),
    way,
  })

  async function runNow(): Promise<void> {
    if (isRunning) return
    await look()
    const { planned = null, schema: loaded } = preview ?? {}
    results.show('run')
    // Where the page is one column, the run is below what was typed.
    if (matchMedia('(max-width: 820px)').matches) byId('result-tabs').scrollIntoView()
    const outcome = byId('outcome')
    if (planned === null || loaded?.ready == null) {
      fill(
        outcome,
        h('p', { class: 'status is-bad' }, 'There is nothing to run before the problems are gone.'),
      )
      return
    }
    const button = byId('run') as HTMLButtonElement
    isRunning = true
    button.setAttribute('aria-busy', 'true')
    byId('outdated').hidden = true
    fill(
      outcome,
      h(
        'p',
        { class: 'muted', role: 'status' },
        'Running. The database is loaded with the first run, which takes a few seconds.',
      ),
    )
    try {
      const database = await openDatabase(load)
      const touched = new Set(
        planned.steps.steps.filter(({ kind }) => kind !== 'read').map(({ model }) => model),
      )
      const done = await run(database, {
        ready: loaded.ready,
        written: planned.written,
        seed: editors.seed.text(),
        way: shown.runnable(way),
        touched,
      })
      runFindings = done.findings
      showProblems()
      fill(outcome, ...outcomeView(done, planningTime(loaded.ready, planned)))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      fill(
        outcome,
        h('p', { class: 'status is-bad', role: 'alert' }, `The database in the page failed: ${message}`),
      )
    } finally {
      isRunning = false
      button.removeAttribute('aria-busy')
    }
  }

  function open({ schema, write, seed }: Pick<State, TextName>): void {
    isOther = true
    fill(byId('outcome'))
    byId('outdated').hidden = true
    editors.schema.replace(schema)
    editors.write.replace(write)
    editors.seed.replace(seed)
    void look()
  }

  byId('run').addEventListener('click', () => void runNow())
  byId('share').addEventListener('click', () => void share())
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
    event.preventDefault()
    void runNow()
  })
  select.addEventListener('change', () => {
    const found = examples.find(({ name }) => name === select.value)
    if (found !== undefined) open(found)
  })

  async function share(): Promise<void> {
    await keepLink()
    const isCopied = await copied(location.href)
    const text = byId('link-note').hidden
      ? isCopied
        ? 'Link copied'
        : 'The link is in the address bar'
      : 'Too long for a link'
    byId('said').textContent = text
    setTimeout(() => (byId('said').textContent = ''), 3_000)
  }

  void look()
}

// The first plan that a page makes takes longer than any after it; what counts is how long one takes.
function planningTime(ready: ReadySchema, { written }: Planned): number | null {
  const again = planOf(ready, written)
  return 'plan' in again ? again.milliseconds : null
}
