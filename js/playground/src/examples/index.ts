// All examples, in the order in which they are offered; the first is what the page begins with.

import { listInStep, mistakes, signUp, tagged } from './blog.ts'
import type { Example } from './example.ts'
import { organization } from './organization.ts'
import { order, stock } from './shop.ts'

export type { Example } from './example.ts'

export const examples: readonly Example[] = [signUp, tagged, order, organization, listInStep, stock, mistakes]
export { signUp as firstExample }
