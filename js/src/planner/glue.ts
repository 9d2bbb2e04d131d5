// The names of the generated glue, without its default export: that one fetches, and nothing here may.

export * from './generated/planner.js'
