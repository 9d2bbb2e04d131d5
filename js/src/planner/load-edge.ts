// The planner as an edge runtime wants it: `?module` asks its bundler for a compiled module instead of a path.

import compiled from '../planner.wasm?module'

/**
 * The module, compiled before the function started.
 *
 * A server that imitates the edge in a context of its own has compiled it outside of that context, and so it is no instance
 * of the context's class, by which the glue knows a module from bytes.
 */
export function plannerModule(): WebAssembly.Module {
  if (!(compiled instanceof WebAssembly.Module)) Object.setPrototypeOf(compiled, WebAssembly.Module.prototype)
  return compiled
}
