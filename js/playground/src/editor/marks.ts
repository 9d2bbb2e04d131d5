// Marks in an editor: what is wrong, and the parts of a write that a chosen step comes from.
//
// Knows nothing of where either comes from.

import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { StateEffect, StateField, type Extension, type Range as Marked } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'
import type { Finding, Range } from '../finding.ts'

const setParts = StateEffect.define<readonly Range[]>()

const part = Decoration.mark({ class: 'cm-part' })

const parts = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let found = marks.map(transaction.changes)
    for (const effect of transaction.effects) {
      if (!effect.is(setParts)) continue
      const length = transaction.newDoc.length
      const ranges: Marked<Decoration>[] = effect.value
        .filter(({ from, to }) => from < to && to <= length)
        .map(({ from, to }) => part.range(from, to))
      found = Decoration.set(ranges, true)
    }
    return found
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** What an editor needs to show marked parts. */
export const markedParts: Extension = parts

/** Marks parts of a text, and scrolls to the first. */
export function markParts(view: EditorView, ranges: readonly Range[]): void {
  const [first] = ranges
  const isThere = first !== undefined && first.to <= view.state.doc.length
  view.dispatch({
    effects: [
      setParts.of(ranges),
      ...(isThere ? [EditorView.scrollIntoView(first.from, { y: 'nearest' })] : []),
    ],
  })
}

/** Shows what is wrong with a text at its places. */
export function showFindings(view: EditorView, findings: readonly Finding[]): void {
  const length = view.state.doc.length
  const diagnostics = findings.map(({ from, to, code, message, help }): Diagnostic => {
    const start = Math.min(from, length)
    return {
      from: start,
      to: Math.max(start, Math.min(to, length)),
      severity: 'error',
      ...(code === null ? {} : { source: code }),
      message: help === null ? message : `${message}\nhelp: ${help}`,
    }
  })
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

/** Puts the cursor at a place and goes there. */
export function goTo(view: EditorView, { from, to }: Range): void {
  const length = view.state.doc.length
  const at = { anchor: Math.min(from, length), head: Math.min(to, length) }
  view.dispatch({ selection: at, effects: EditorView.scrollIntoView(at.anchor, { y: 'center' }) })
  view.focus()
}
