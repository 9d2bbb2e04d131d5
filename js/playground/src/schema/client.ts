// A client for a schema that is only known while the page is open: its verbs by name.
//
// Knows no more of a verb than that it takes arguments.

import { treewright, type ClientOptions, type Operation, type SchemaDescription } from 'treewright'

/** The verbs of each model, by its accessor. */
export type LooseClient = {
  readonly [accessor: string]: { readonly [verb: string]: (args: unknown) => Operation<unknown> }
}

/** A client for a description. */
export function looseClient(
  schema: SchemaDescription,
  options: Omit<ClientOptions<SchemaDescription>, 'schema'>,
): LooseClient {
  return treewright({ schema, ...options }) as unknown as LooseClient
}
