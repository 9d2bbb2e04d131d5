// What came of a run: the result, the receipt, the rows before and after, and what was sent.
//
// Knows nothing of how it was run.

import type { Outcome, SentStatement } from '../run/run.ts'
import type { RowChange, TableChange } from '../run/rows.ts'
import { coloredSql } from '../editor/shown.ts'
import { inLines } from '../plan/sql-text.ts'
import { h } from './dom.ts'
import { valueView } from './value-view.ts'

/** A run as elements. */
export function outcomeView(outcome: Outcome, planning: number | null): HTMLElement[] {
  const { failed, times } = outcome
  const parts = [
    outcome.way,
    planning === null ? null : `planned in ${milliseconds(planning)}`,
    times.tables > 0 ? `tables in ${milliseconds(times.tables)}` : null,
    times.seed > 0 ? `seed in ${milliseconds(times.seed)}` : null,
    times.write > 0 ? `write in ${milliseconds(times.write)}` : null,
  ].filter((part) => part !== null)
  const status =
    failed === null
      ? 'Done'
      : { tables: 'The tables failed', seed: 'The seed failed', write: 'The write failed' }[failed]
  const head = h(
    'p',
    { class: `status ${failed === null ? 'is-good' : 'is-bad'}` },
    h('b', {}, status),
    h('span', { class: 'muted' }, ` ${parts.join(', ')}`),
  )
  if (failed !== null)
    return [head, ...outcome.findings.map(failureView), ...tablesPart(outcome), ...sentPart(outcome)]
  return [
    head,
    part('Result', valueView(outcome.value)),
    ...receiptPart(outcome),
    ...tablesPart(outcome),
    ...sentPart(outcome),
  ]
}

function part(title: string, ...children: HTMLElement[]): HTMLElement {
  return h('section', { class: 'part' }, h('h2', {}, title), ...children)
}

function failureView({ code, place, message, help }: Outcome['findings'][number]): HTMLElement {
  return h(
    'div',
    { class: 'failure', role: 'alert' },
    h(
      'p',
      {},
      code !== null && h('b', {}, `${code} `),
      place !== '' && h('code', {}, place),
      place !== '' && ' ',
      message,
    ),
    help !== null && h('p', { class: 'muted' }, `help: ${help}`),
  )
}

function receiptPart({ receipt }: Outcome): HTMLElement[] {
  if (receipt === null) return []
  const lists = (['created', 'updated', 'connected', 'disconnected', 'deleted'] as const).flatMap((name) => {
    return receipt[name].map(({ place, model, count, row }) =>
      h(
        'tr',
        {},
        h('td', {}, h('span', { class: `deed is-${name}` }, name)),
        h('td', {}, count === 1 ? model : `${model} \u00d7 ${count}`),
        h('td', {}, h('code', {}, place === '' ? '\u2014' : place)),
        h('td', { class: 'muted' }, row === undefined ? '' : shortRow(row)),
      ),
    )
  })
  if (lists.length === 0) return [part('Receipt', h('p', { class: 'muted' }, 'Nothing was written.'))]
  const some = lists.slice(0, MOST_ENTRIES)
  const rest = lists.length - some.length
  const table = h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Receipt' },
    h('table', {}, h('tbody', {}, ...some)),
  )
  return [part('Receipt', table, ...(rest > 0 ? [h('p', { class: 'muted' }, `and ${rest} more`)] : []))]
}

const MOST_ENTRIES = 200

function shortRow(row: { readonly [field: string]: unknown }): string {
  return Object.entries(row)
    .slice(0, 3)
    .map(([name, value]) => `${name} ${value instanceof Date ? value.toISOString() : String(value)}`)
    .join(', ')
}

function tablesPart({ tables }: Outcome): HTMLElement[] {
  if (tables.length === 0) return []
  const isSame = tables.every(({ rows }) => rows.every(({ is }) => is === 'same'))
  return [
    part(isSame ? 'Rows, of which none has changed' : 'Rows before and after', ...tables.map(tableView)),
  ]
}

const SIGNS = { same: '', new: '+', changed: '~', gone: '\u2212' } as const
const WORDS = { same: 'as before', new: 'new', changed: 'changed', gone: 'gone' } as const

function tableView({ title, columns, rows, isCut, counts }: TableChange): HTMLElement {
  const head = h(
    'tr',
    {},
    h('th', {}, h('span', { class: 'unseen' }, 'change')),
    ...columns.map((column) => h('th', { scope: 'col' }, column)),
  )
  const body = rows.map((row) =>
    h(
      'tr',
      { class: `is-${row.is}` },
      h(
        'td',
        { class: 'sign' },
        h('span', { title: WORDS[row.is] }, SIGNS[row.is]),
        h('span', { class: 'unseen' }, WORDS[row.is]),
      ),
      ...columns.map((_, at) => cellView(row, at)),
    ),
  )
  return h(
    'figure',
    { class: 'rows' },
    h(
      'figcaption',
      {},
      h('b', {}, title),
      h(
        'span',
        { class: 'muted' },
        ` ${counts.before} before, ${counts.after} after${isCut ? ' of those shown' : ''}`,
      ),
    ),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Rows of ${title}` },
      h('table', {}, h('thead', {}, head), h('tbody', {}, ...body)),
    ),
  )
}

function cellView({ before, after, is, changed }: RowChange, at: number): HTMLElement {
  const shown = (after ?? before)?.[at] ?? null
  if (is !== 'changed' || changed[at] !== true) return h('td', {}, textOf(shown))
  return h(
    'td',
    { class: 'is-different' },
    h('del', {}, textOf(before?.[at] ?? null)),
    ' ',
    h('ins', {}, textOf(shown)),
  )
}

function textOf(value: string | null): Node | string {
  if (value === null) return h('span', { class: 'muted' }, 'NULL')
  return value.length > 120 ? `${value.slice(0, 120)}\u2026` : value
}

function sentPart({ sent }: Outcome): HTMLElement[] {
  if (sent.length === 0) return []
  const together = sent.length > 1 && sent.every(({ milliseconds }) => milliseconds === sent[0]?.milliseconds)
  const note = together ? ` \u2014 sent together, ${milliseconds(sent[0]?.milliseconds ?? 0)} in all` : ''
  const list = h('div', {}, ...sent.map((one) => sentView(one, together)))
  return [part(`Sent: ${sent.length} ${sent.length === 1 ? 'statement' : 'statements'}${note}`, list)]
}

function sentView(
  { step, sql, parameters, rows, milliseconds: time }: SentStatement,
  together: boolean,
): HTMLElement {
  const cost = `${rows} ${rows === 1 ? 'row' : 'rows'}${together ? '' : `, ${milliseconds(time)}`}`
  return h(
    'details',
    { class: 'sent' },
    h(
      'summary',
      {},
      h('span', {}, `step ${step}`),
      h('code', {}, sql.slice(0, 200)),
      h('span', { class: 'muted' }, cost),
    ),
    h('pre', { tabindex: 0, 'aria-label': `SQL of step ${step}` }, h('code', {}, coloredSql(inLines(sql)))),
    h(
      'dl',
      { class: 'parameters' },
      ...parameters.flatMap((text, at) => [
        h('dt', {}, `$${at + 1}`),
        h('dd', { class: 'is-known' }, textOf(text)),
      ]),
    ),
  )
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time).toLocaleString('en')} ms`
}
