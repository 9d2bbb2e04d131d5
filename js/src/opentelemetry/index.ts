// The public names of `treewright/opentelemetry`: operations as spans, by the conventions for database clients.
//
// Knows of OpenTelemetry only its API, a peer that is there or not: nothing else of the package loads this room. Its types
// are not among ours, because they ask for a browser's or Node's.

import { context, SpanKind, trace, type Context, type Span, type Tracer } from '@opentelemetry/api'
import type { Account } from '../telemetry/account.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { clientVersion } from '../version.ts'
import { endOf, nameOf, startOf, tripEndOf, tripStartOf, type Told } from './attributes.ts'
import { traceComment } from './comment.ts'

export type { Telemetry } from '../telemetry/telemetry.ts'

/** What we ask of a tracer of OpenTelemetry. */
export type SpanMaker = { startSpan(name: string): object }

/** What a span has beside what is known of it. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

/** What spans tell. */
export type OpenTelemetryOptions = {
  /** Whose spans they are; that of the global provider, if not said. */
  readonly tracer?: SpanMaker | undefined
  /** Whether each time that the database is waited for has a span of its own; true if not said. */
  readonly trips?: boolean | undefined
  /**
   * Which texts of statements spans have: `ours` are those that the planner writes, which hold no values; `all` are also
   * those of `$queryRaw` and its kind, as the caller wrote them. `ours` if not said.
   */
  readonly texts?: 'ours' | 'all' | 'none' | undefined
  /** Whether spans have the parameters of statements: all values that the program writes and looks for. False if not said. */
  readonly parameters?: boolean | undefined
  /** Whether the comments of a client made with `comments` tell the server the trace that is sampled; true if not said. */
  readonly traceparent?: boolean | undefined
  /** What each span has beside: `server.address`, `db.namespace`. */
  readonly attributes?: SpanAttributes | undefined
}

/** Makes spans of operations and transactions: `treewright({ telemetry: openTelemetry() })`. */
export function openTelemetry(options: OpenTelemetryOptions = {}): Telemetry {
  const { trips = true, traceparent = true, attributes = {} } = options
  const told: Told = { texts: options.texts ?? 'ours', parameters: options.parameters ?? false }
  const own = options.tracer as Tracer | undefined
  const tracer = (): Tracer => own ?? trace.getTracer('treewright', clientVersion)
  const spans = new WeakMap<Account, Span>()

  // Where no context manager goes along, what is in a transaction is still known.
  function around({ of }: Account): Context {
    const active = context.active()
    const span = of === null ? undefined : spans.get(of)
    return span === undefined || trace.getSpan(active) !== undefined ? active : trace.setSpan(active, span)
  }

  return {
    async follow(account, run) {
      const parent = around(account)
      const kind = account.kind === 'operation' ? SpanKind.CLIENT : SpanKind.INTERNAL
      const span = tracer().startSpan(
        nameOf(account),
        { kind, attributes: { ...attributes, ...startOf(account) } },
        parent,
      )
      spans.set(account, span)
      try {
        await context.with(trace.setSpan(parent, span), run)
        endOf(account, span)
      } finally {
        span.end()
      }
    },
    ...(trips && {
      async trip(account, trip, run) {
        const active = context.active()
        const operation = spans.get(account)
        const parent = operation === undefined ? active : trace.setSpan(active, operation)
        const start = { ...attributes, ...tripStartOf(account, trip, told) }
        const span = tracer().startSpan(
          'treewright trip',
          { kind: SpanKind.CLIENT, attributes: start },
          parent,
        )
        try {
          await context.with(trace.setSpan(parent, span), run)
          tripEndOf(trip, span)
        } finally {
          span.end()
        }
      },
    }),
    ...(traceparent && {
      comment: (account) => traceComment(spans.get(account)),
    }),
  } satisfies Telemetry
}
