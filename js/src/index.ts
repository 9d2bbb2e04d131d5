// The public names of `treewright`.

export { treewright } from './client.ts'
export type {
  Choice,
  Chosen,
  Client,
  ClientFace,
  ClientOptions,
  Count,
  CreateArguments,
  CreateManyArguments,
  DeleteArguments,
  DeleteManyArguments,
  Events,
  ModelAccessor,
  Tree,
  UpdateArguments,
  UpdateManyArguments,
  UpsertArguments,
} from './client.ts'
export {
  CircularRelationError,
  ConflictError,
  ForeignKeyError,
  NotFoundError,
  RequiredRelationError,
  SchemaError,
  TreewrightError,
  UniqueConstraintError,
  ValidationError,
} from './errors.ts'
export type { Problem } from './errors.ts'
export type { Row } from './host/assemble.ts'
export type { Path } from './host/places.ts'
export type { Receipt, ReceiptEntry } from './host/receipt.ts'
export type { CacheFigures } from './host/prepared.ts'
export type { OperationEvent } from './host/request.ts'
export type { StatementEvent } from './host/run.ts'
export type { DecimalClass } from './host/values.ts'
export type { Operation, OperationPlan } from './operation.ts'
export { defineSchema } from './schema.ts'
export type {
  DefaultDescription,
  EnumDescription,
  FieldDescription,
  FieldFacts,
  KeyDescription,
  ModelDescription,
  ReferentialAction,
  RelationDescription,
  SchemaDescription,
  SequenceDescription,
  TriggerDescription,
} from './schema.ts'
export { AnyNull, DbNull, JsonNull } from './values.ts'
export type { Marker } from './values.ts'
