// The planner as an edge runtime wants it: `?module` asks its bundler for a compiled module instead of a path.

import compiled from '../planner.wasm?module'

/** The module, compiled before the function started. */
export function plannerModule(): WebAssembly.Module {
  return compiled
}
