// The public names of `treewright`.

export { treewright } from './client.ts'
export type { ClientOptions } from './client.ts'
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
export type { Path } from './host/places.ts'
export type { Receipt, ReceiptEntry } from './host/receipt.ts'
export type { CacheFigures } from './host/prepared.ts'
export type { RetryEvent } from './host/attempts.ts'
export type { ProgressEvent, StatementEvent } from './host/run.ts'
export type { DecimalClass } from './host/values.ts'
export type { Asked, Operation, OperationPlan, RawOperation } from './operation.ts'
export { RawQueryError } from './raw/problems.ts'
export { empty, join, raw, sql } from './raw/sql.ts'
export type { Sql } from './raw/sql.ts'
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
export type { Account, Retried } from './telemetry/account.ts'
export type { ChannelMessage } from './telemetry/channels.ts'
export type { Commented, CommentsOption, Tags } from './telemetry/comments.ts'
export type { ErrorFacts } from './telemetry/error-facts.ts'
export type { OperationEvent, SlowEvent, Split, TransactionEvent } from './telemetry/events.ts'
export type { AllFigures, MetricsOption, ShapeFigures } from './telemetry/figures.ts'
export type { Latency } from './telemetry/histogram.ts'
export type { Metrics, MetricsSnapshot, ReadMetrics } from './telemetry/metrics.ts'
export type { Telemetry, Trip } from './telemetry/telemetry.ts'
export { TransactionError } from './transactions/problems.ts'
export { TransactionIsolationLevel } from './transactions/terms.ts'
export type { BatchOptions, TransactionOptions } from './transactions/terms.ts'
export { AnyNull, DbNull, FieldReference, JsonNull } from './values.ts'
export type { Marker } from './values.ts'
export type { Client, ClientFace, Events, Models, TransactionClient, WithOptions } from './types/client.ts'
export type { ModelName } from './types/fields.ts'
export type { Loose, LooseAccessor, LooseChoice, LooseChosen, LooseRow, Tree } from './types/loose.ts'
export type {
  Chosen,
  CountArguments,
  CreateArguments,
  CreateInput,
  CreateManyAndReturnArguments,
  CreateManyArguments,
  DeleteArguments,
  DeleteManyArguments,
  FindManyArguments,
  FindUniqueArguments,
  Include,
  ModelAccessor,
  Omitted,
  OrderBy,
  Reads,
  Result,
  Row,
  Select,
  UniqueWhere,
  UpdateArguments,
  UpdateInput,
  UpdateFields,
  UpdateManyAndReturnArguments,
  UpdateManyArguments,
  UpsertArguments,
  Where,
} from './types/names.ts'
export type { Raw } from './types/raw.ts'
export type { CountResult } from './types/reads.ts'
export type { Operations, Results, Settled, Transactions } from './types/transactions.ts'
export type { Bytes, DecimalLike, JsonInput, JsonObject, JsonValue } from './types/values.ts'
export type { Count } from './types/verbs.ts'
