// A tracer that keeps its spans, for suites that look at them: each by its name, with what it is a part of.
//
// Knows nothing of what made them.

import { context, trace, type Attributes, type Tracer } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'

/** A tracer, and the spans that have ended. */
export type Kept = {
  readonly tracer: Tracer
  spans(): readonly ReadableSpan[]
  /** Each span as `name < parent`, `-` for none, in the order of their beginnings; trips are left out. */
  tree(): readonly string[]
  of(name: string): ReadableSpan
  attributes(name: string): Attributes
  /** All that was told, as one text. */
  told(): string
  reset(): void
}

/** Lets contexts go along with asynchronous work, as a program with OpenTelemetry's SDK for Node does. */
export function withContexts(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
}

export const TRIP = 'treewright trip'

/** A tracer of its own. */
export function keepSpans(sampler?: Sampler): Kept {
  const exporter = new InMemorySpanExporter()
  // Times of beginnings are too near each other to tell their order.
  const order: string[] = []
  const begins: SpanProcessor = {
    onStart: (span) => void order.push(span.spanContext().spanId),
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  }
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter), begins],
    ...(sampler && { sampler }),
  })
  const spans = () => exporter.getFinishedSpans()
  const nameOf = (id: string | undefined) => spans().find((span) => span.spanContext().spanId === id)?.name
  const of = (name: string) => {
    const found = spans().find((span) => span.name === name)
    if (found === undefined) throw new Error(`there is no span ${name}`)
    return found
  }
  return {
    tracer: provider.getTracer('test'),
    spans,
    tree() {
      const begun = spans().filter(({ name }) => name !== TRIP)
      const place = (span: ReadableSpan) => order.indexOf(span.spanContext().spanId)
      const inOrder = begun.toSorted((one, next) => place(one) - place(next))
      return inOrder.map(({ name, parentSpanContext }) => {
        return `${name} < ${nameOf(parentSpanContext?.spanId) ?? '-'}`
      })
    },
    of,
    attributes: (name) => of(name).attributes,
    told() {
      const all = spans().map(({ name, attributes, events, status }) => ({
        name,
        attributes,
        events,
        status,
      }))
      return JSON.stringify(all)
    },
    reset: () => exporter.reset(),
  }
}

/** Runs work in a span of the suite's own. */
export async function inSpan<T>({ tracer }: Kept, name: string, work: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan(name)
  try {
    return await context.with(trace.setSpan(context.active(), span), work)
  } finally {
    span.end()
  }
}
