// What can be done with a model that is not known when the program is compiled: any fields, any relations.
//
// Knows the verbs and their arguments, and nothing inside of them.

import type { Operation } from '../operation.ts'
import type { ModelDescription, SchemaDescription } from '../schema.ts'
import type { CountResult } from './reads.ts'
import type { FieldReference } from '../values.ts'
import type { Count } from './verbs.ts'

/** A description of which only the names of the models are known. */
export type Loose<S extends SchemaDescription> = {
  readonly models: { readonly [M in keyof S['models']]: ModelDescription }
}

/** A row of a model that is not known. */
export type LooseRow = { [name: string]: unknown }

/** Fields, relations and conditions by their names. */
export type Tree = { readonly [name: string]: unknown }

/** What comes back: fields by true and false, relations also by what is chosen of them. */
export type LooseChoice = { readonly [name: string]: boolean | LooseChosen | undefined }

/** What comes back of rows. */
export type LooseChosen = {
  readonly select?: LooseChoice | undefined
  readonly include?: LooseChoice | undefined
  readonly omit?: { readonly [field: string]: boolean | undefined } | undefined
}

type LooseReturned = LooseChosen & { readonly returning?: 'row' | 'touched' | undefined }
type Rows = { readonly data: Tree | readonly Tree[]; readonly skipDuplicates?: boolean | undefined }
type LooseRange = {
  readonly where?: Tree
  readonly orderBy?: Tree | readonly Tree[] | undefined
  readonly cursor?: Tree | undefined
  readonly take?: number | undefined
  readonly skip?: number | undefined
}
type LooseAmong = LooseRange & { readonly distinct?: string | readonly string[] | undefined }
type Many = { readonly where?: Tree; readonly limit?: number | undefined }

/** What can be done with a model that is not known. */
export interface LooseAccessor {
  /** The fields, to compare others with in conditions. */
  readonly fields: { readonly [name: string]: FieldReference }
  /** Makes a row and everything written inside of it. */
  create<T = LooseRow>(args: LooseReturned & { readonly data: Tree }): Operation<T>
  /** Makes rows. */
  createMany(args: Rows): Operation<Count>
  /** Makes rows and gives them back. */
  createManyAndReturn<T = LooseRow>(args: LooseReturned & Rows): Operation<T[]>
  /** Changes a row and everything written inside of it. */
  update<T = LooseRow>(args: LooseReturned & { readonly where: Tree; readonly data: Tree }): Operation<T>
  /** Changes all rows that meet a condition. */
  updateMany(args: Many & { readonly data: Tree }): Operation<Count>
  /** Changes all rows that meet a condition, and gives them back. */
  updateManyAndReturn<T = LooseRow>(args: LooseChosen & Many & { readonly data: Tree }): Operation<T[]>
  /** Changes a row, or makes it if it is not there. */
  upsert<T = LooseRow>(
    args: LooseReturned & { readonly where: Tree; readonly create: Tree; readonly update: Tree },
  ): Operation<T>
  /** Deletes a row; gives back what it was. */
  delete<T = LooseRow>(args: LooseChosen & { readonly where: Tree }): Operation<T>
  /** Deletes all rows that meet a condition. */
  deleteMany(args?: Many): Operation<Count>
  /** The row with a key, or null. */
  findUnique<T = LooseRow>(args: LooseChosen & { readonly where: Tree }): Operation<T | null>
  /** The row with a key. */
  findUniqueOrThrow<T = LooseRow>(args: LooseChosen & { readonly where: Tree }): Operation<T>
  /** The first row that meets a condition, or null. */
  findFirst<T = LooseRow>(args?: LooseChosen & LooseAmong): Operation<T | null>
  /** The first row that meets a condition. */
  findFirstOrThrow<T = LooseRow>(args?: LooseChosen & LooseAmong): Operation<T>
  /** All rows that meet a condition. */
  findMany<T = LooseRow>(args?: LooseChosen & LooseAmong): Operation<T[]>
  /** How many rows meet a condition. */
  count<A extends LooseRange & { readonly select?: true | { readonly [name: string]: boolean } }>(
    args?: A,
  ): Operation<CountResult<A>>
}
