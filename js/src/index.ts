// The public names of `treewright`.

export { plannerVersion } from './planner/index.ts'
