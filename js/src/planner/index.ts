// The public names of `treewright/planner`.

import { loadPlanner } from './load.ts'

/** The planner's version. */
export function plannerVersion(): string {
  return loadPlanner().version()
}
