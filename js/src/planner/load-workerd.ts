// The planner as a module that the worker was deployed with: workerd does not compile bytes while it serves requests.

import compiled from '../planner.wasm'

/** The module, compiled before the worker started. */
export function plannerModule(): WebAssembly.Module {
  return compiled
}
