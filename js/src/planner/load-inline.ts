// The planner's bytes, carried as base64 text in the package itself.
//
// Needs neither a file, a fetch nor a bundler's help, so one file serves Node, Deno, Bun and browsers.

import { plannerBase64 } from './generated/planner-base64.js'

/** Compiles the planner. */
export function plannerModule(): WebAssembly.Module {
  const text = atob(plannerBase64)
  const bytes = new Uint8Array(text.length)
  for (let idx = 0; idx < text.length; idx += 1) bytes[idx] = text.charCodeAt(idx)
  return new WebAssembly.Module(bytes)
}
