// An editor: CodeMirror with the page's colors, history, completion and marks. Tab leaves it, as it leaves every other field.
//
// Knows nothing of what is written in it.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionSource,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { colors } from './colors.ts'
import { markedParts } from './marks.ts'

/** An editor in the page. */
export type Editor = {
  readonly view: EditorView
  text(): string
  /** Puts another text in place of all; it can be undone like anything that is typed. */
  replace(text: string): void
  /** Changes the language that it is colored by. */
  speak(language: Extension): void
}

/** What an editor is made from. */
export type EditorOptions = {
  readonly parent: HTMLElement
  readonly label: string
  readonly text: string
  readonly language: Extension
  readonly complete: CompletionSource
  onChange(): void
  onRun(): void
}

/** Makes an editor. */
export function editor(options: EditorOptions): Editor {
  const language = new Compartment()
  let spoken = options.language
  const extensions = () => [
    keymap.of([
      { key: 'Mod-Enter', run: () => (options.onRun(), true) },
      { key: 'Tab', run: acceptCompletion },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    autocompletion({ override: [options.complete], icons: false, closeOnBlur: true }),
    lintGutter(),
    markedParts,
    syntaxHighlighting(colors),
    language.of(spoken),
    EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
    EditorView.updateListener.of(({ docChanged }) => docChanged && options.onChange()),
  ]
  const state = EditorState.create({ doc: options.text, extensions: extensions() })
  const view = new EditorView({ parent: options.parent, state })
  return {
    view,
    text: () => view.state.doc.toString(),
    replace(text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: 0 },
        scrollIntoView: true,
      })
    },
    speak(other) {
      if (other === spoken) return
      spoken = other
      view.dispatch({ effects: language.reconfigure(other) })
    },
  }
}
