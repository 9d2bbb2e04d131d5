// What a command is: a name, what its help says, and what it does.

import type { Asked, Options } from './arguments.ts'
import type { Outcome } from './outcome.ts'

/** A command of the tool. */
export type Command = {
  readonly name: string
  /** What it does, in a line. */
  readonly summary: string
  /** What follows its name, in a line for each way to call it. */
  readonly usage: readonly string[]
  readonly about: string
  readonly options: Options
  readonly examples: readonly string[]
  run(asked: Asked): Promise<Outcome>
}
