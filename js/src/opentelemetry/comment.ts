// What a statement tells the server of the trace that it is a part of: `traceparent` and `tracestate` of the W3C.
//
// Knows nothing of how a comment is written.

import { isSpanContextValid, TraceFlags, type Span } from '@opentelemetry/api'

/** The tags of a span; none of one that is not sampled, so that its statements have the texts that they always have. */
export function traceComment(span: Span | undefined): Readonly<Record<string, string>> {
  const spanContext = span?.spanContext()
  if (spanContext === undefined || !isSpanContextValid(spanContext)) return {}
  const { traceId, spanId, traceFlags, traceState } = spanContext
  if ((traceFlags & TraceFlags.SAMPLED) === 0) return {}
  const flags = traceFlags.toString(16).padStart(2, '0')
  const tracestate = traceState?.serialize() ?? ''
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate !== '' && { tracestate }) }
}
