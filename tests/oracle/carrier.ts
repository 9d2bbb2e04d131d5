// How a client carries operations out: one, several in a list, or several in a function that has the transaction.
//
// Takes clients of either side; knows nothing of databases and of what is compared.

import { accessorName, copyFor, type Operation, type Own } from './operation.ts'
import { VALIDATION, plainResult, type Fault, type Outcome } from './outcome.ts'
import type { AnyClient, TransactingClient } from './prisma.ts'

/** What is special about the clients of a side. */
export type Habits = {
  readonly nulls: Pick<Own, 'dbNull' | 'jsonNull' | 'anyNull'>
  /** The text of a decimal; undefined for any other object. */
  decimalText(value: object): string | undefined
  isValidation(error: unknown): boolean
  codeOf(error: unknown): string | undefined
  /** What is wrong where, if the side says it. */
  faultsOf?(error: unknown): readonly Fault[] | undefined
  /** What an operation that ended well did, if the side says it. */
  receiptOf?(asked: PromiseLike<unknown>): Promise<unknown>
  /** How an operation goes to the database, if the side says it. */
  carriageOf?(asked: PromiseLike<unknown>): string | null | undefined
}

/** The ways to have operations carried out. */
export type Carrier = {
  one(operation: Operation): Promise<Outcome>
  /** One in a transaction, which is kept whatever became of it. */
  oneWithin(operation: Operation): Promise<Outcome>
  batch(operations: readonly Operation[]): Promise<Outcome>
  inFunction(operations: readonly Operation[]): Promise<Outcome>
}

export function carrier(client: TransactingClient, habits: Habits): Carrier {
  const { decimalText, isValidation, codeOf, faultsOf, receiptOf, carriageOf } = habits
  const all: Own = {
    ...habits.nulls,
    reference: ({ model, field }) => {
      return (client[accessorName(model)] as unknown as { fields: Record<string, unknown> }).fields[field]
    },
  }

  function ask(client: AnyClient, { model, verb, args }: Operation): PromiseLike<unknown> {
    const call = client[accessorName(model)]?.[verb]
    if (call === undefined) throw new AbsentVerb()
    return call(copyFor(all, args))
  }

  async function outcomeOf(work: () => PromiseLike<unknown>): Promise<Outcome> {
    try {
      return { end: 'value', value: plainResult(await work(), decimalText) }
    } catch (error) {
      return outcomeOfThrown(error)
    }
  }

  // With all that an operation by itself tells.
  async function outcomeOfOne(client: AnyClient, operation: Operation): Promise<Outcome> {
    let asked: PromiseLike<unknown> | undefined
    const outcome = await outcomeOf(() => (asked = ask(client, operation)))
    if (asked === undefined) return outcome
    const carriage = carriageOf?.(asked)
    const told = carriage === undefined ? outcome : { ...outcome, carriage }
    if (told.end !== 'value' || receiptOf === undefined) return told
    return { ...told, receipt: plainResult(await receiptOf(asked), decimalText) }
  }

  function outcomeOfThrown(error: unknown): Outcome {
    if (error instanceof AbsentVerb) return { end: 'absent' }
    const message = error instanceof Error ? error.message : String(error)
    const code = (isValidation(error) ? VALIDATION : codeOf(error)) ?? `thrown ${(error as Error).name}`
    const faults = faultsOf?.(error)
    return { end: 'error', code, message, ...(faults === undefined ? {} : { faults }) }
  }

  return {
    one: (operation) => outcomeOfOne(client, operation),
    oneWithin: (operation) =>
      client
        .$transaction((tx) => outcomeOfOne(tx, operation))
        .catch((error: unknown) => outcomeOfThrown(error)),
    batch: (operations) =>
      outcomeOf(() => client.$transaction(operations.map((operation) => ask(client, operation)))),
    inFunction: (operations) =>
      outcomeOf(() =>
        client.$transaction(async (tx) => {
          const values: unknown[] = []
          for (const operation of operations) values.push(await ask(tx, operation))
          return values
        }),
      ),
  }
}

/** Thrown for a verb that a client does not have. */
class AbsentVerb extends Error {}
