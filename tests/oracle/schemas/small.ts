// Makes a difference small: less of the operation, and fewer rows, as long as the same ways differ in the same manner.
//
// Rows at which others point stay.

import type { Table } from '../outcome.ts'
import { shrink } from '../shrink.ts'
import type { Model } from './facts.ts'
import type { Finding } from './play.ts'
import type { Plot } from './state.ts'
import type { Dealer, Found } from './turns.ts'

/** The smallest example that was found. */
export async function smallest(plot: Plot, { take }: Dealer, finding: Finding): Promise<Finding> {
  const { kind, ways } = finding.found
  let found: Found = finding.found
  const differs = async ({ operation, before }: Pick<Finding, 'operation' | 'before'>) => {
    const taken = await take({ operation, before, n: finding.n }, ways)
    if (taken.found?.kind !== kind) return false
    found = taken.found
    return true
  }
  let { before } = finding
  if (!(await differs({ operation: finding.operation, before }))) return finding
  const operation = await shrink(finding.operation, (smaller) => differs({ operation: smaller, before }))
  for (let isShrinking = true; isShrinking;) {
    isShrinking = false
    for (const fewer of withoutOneRow(plot, before)) {
      if (!(await differs({ operation, before: fewer }))) continue
      before = fewer
      isShrinking = true
      break
    }
  }
  await differs({ operation, before })
  return { ...finding, operation, before, found }
}

function* withoutOneRow(plot: Plot, tables: readonly Table[]): Generator<readonly Table[]> {
  for (const [at, { name, rows }] of tables.entries()) {
    const model = [...plot.models.values()].find(({ table }) => table === name)
    for (const row of rows.keys()) {
      if (model !== undefined && isPointedAt(plot, tables, model, row)) continue
      yield tables.map((table, n) =>
        n === at ? { ...table, rows: table.rows.filter((_, one) => one !== row) } : table,
      )
    }
  }
}

/** Whether another row holds a key of the row, or a pair does. */
function isPointedAt(plot: Plot, tables: readonly Table[], model: Model, row: number): boolean {
  const cellsOf = (table: string, columns: readonly string[]) => {
    const found = tables.find(({ name }) => name === table)
    const places = columns.map((column) => found?.columns.indexOf(column) ?? -1)
    return (found?.rows ?? []).map((cells) => places.map((place) => cells[place] ?? null))
  }
  const columnsOf = ({ fields }: Model, names: readonly string[]) =>
    names.map((name) => fields.find((field) => field.name === name)?.column ?? name)
  return model.relations.some(({ isHere, mine, theirs, target, through }) => {
    const other = plot.models.get(target)
    if (isHere || other === undefined) return false
    const keys = through === undefined ? mine : (model.keys[0]?.fields ?? [])
    const own = cellsOf(model.table, columnsOf(model, keys))[row] ?? []
    const held =
      through === undefined
        ? cellsOf(other.table, columnsOf(other, theirs))
        : cellsOf(through.table, [through.here])
    return held.some((cells) => JSON.stringify(cells) === JSON.stringify(own))
  })
}
