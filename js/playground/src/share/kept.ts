// A state that is too long for a link, kept by the browser for this tab, so that a reload brings it back.

import { isState, type State } from './link.ts'

const NAME = 'treewright-playground-state'

/** Keeps a state, or forgets what was kept. A browser may refuse to keep anything. */
export function keepState(state: State | null): void {
  try {
    if (state === null) sessionStorage.removeItem(NAME)
    else sessionStorage.setItem(NAME, JSON.stringify(state))
  } catch {
    // Then it lasts as long as the page is open.
  }
}

/** What was kept, if anything was. */
export function keptState(): State | undefined {
  try {
    const state: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? 'null')
    return isState(state) ? state : undefined
  } catch {
    return undefined
  }
}
