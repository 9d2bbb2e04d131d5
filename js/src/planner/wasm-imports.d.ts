// What a `.wasm` import is where a runtime or its bundler understands one. The paths are those of the built package.

declare module '*.wasm' {
  const compiled: WebAssembly.Module
  export default compiled
}

declare module '*.wasm?module' {
  const compiled: WebAssembly.Module
  export default compiled
}
