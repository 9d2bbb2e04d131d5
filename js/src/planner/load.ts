// Starts the planner: the glue is joined to the WebAssembly module the first time it is asked for.
//
// Knows nothing of what the planner does, nor of how its bytes arrived: `load-inline.ts` is the way that works
// everywhere, and the builds for workers put `load-workerd.ts` or `load-edge.ts` in its place.

import * as glue from './glue.ts'
import { plannerModule } from './load-inline.ts'

let isStarted = false

/** The planner's functions, ready to be called. Not run on import: a program that never writes never compiles it. */
export function loadPlanner(): typeof glue {
  if (!isStarted) {
    glue.initSync({ module: plannerModule() })
    isStarted = true
  }
  return glue
}
