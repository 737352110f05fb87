import type { Attributes } from '@opentelemetry/api'
import type { Running } from '@/core/request'

/** A response, for the trace. */
export type Answered = { method: string; route: string; status: number; began: number; request: Running }

export type Tracing = { note: (answered: Answered) => void; end: () => Promise<void> }

/** Converts a time of `performance.now()` to a date. */
const moment = (at: number): Date => new Date(performance.timeOrigin + at)

/** An exporter of traces, as far as it is used here. */
type Exporter = {
  export: (spans: never[], done: (result: { code: number; error?: Error }) => void) => void
}

/** Returns the shortest name of an error: a system's code, or a status. */
function shortly(error: Error | undefined): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string }
  return String(code || message?.split('\n')[0] || 'no reason given').slice(0, 100)
}

/**
 * Makes an exporter say when the collector stops taking traces, and when it takes them again; once each, because traces
 * are sent every few seconds. By itself it says nothing.
 * @param say prints a line
 */
export function sayWhenAway<E extends Exporter>(exporter: E, say: (line: string) => void): E {
  let away = false
  const send = exporter.export.bind(exporter)
  exporter.export = (spans, done) =>
    send(spans, (result) => {
      const failed = result.code !== 0
      if (failed && !away)
        say(`The OTLP endpoint takes no traces (${shortly(result.error)}); they are dropped until it does`)
      if (!failed && away) say('The OTLP endpoint takes traces again')
      away = failed
      done(result)
    })
  return exporter
}

/**
 * Sends traces by OTLP over HTTP if OpenTelemetry's own variables name a destination (OTEL_EXPORTER_OTLP_ENDPOINT,
 * OTEL_SERVICE_NAME, OTEL_EXPORTER_OTLP_HEADERS, …): a span for each response, with one inside for each statement. No
 * span contains addresses, values or personal data.
 * @param serviceName null if none of them is set: then nothing is loaded
 */
export async function startTracing(serviceName: string | null): Promise<Tracing | null> {
  if (serviceName === null) return null
  const [
    { context, SpanKind, SpanStatusCode, trace },
    { BasicTracerProvider, BatchSpanProcessor },
    exporter,
    resources,
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const provider = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(sayWhenAway(new exporter.OTLPTraceExporter(), console.error))],
  })
  const tracer = provider.getTracer('ibtsocs')
  return {
    note({ method, route, status, began, request }) {
      const attributes: Attributes = {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'ibtsocs.request_id': request.id,
      }
      const span = tracer.startSpan(`${method} ${route}`, {
        kind: SpanKind.SERVER,
        startTime: moment(began),
        attributes,
      })
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      const inside = trace.setSpan(context.active(), span)
      for (const { text, began: from, took, failed } of request.statements ?? []) {
        const child = tracer.startSpan(
          text.split(/\s/, 1)[0]?.toUpperCase() || 'SQL',
          {
            kind: SpanKind.CLIENT,
            startTime: moment(from),
            attributes: { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, 2_000) },
          },
          inside,
        )
        if (failed) child.setStatus({ code: SpanStatusCode.ERROR })
        child.end(moment(from + took))
      }
      span.end()
    },
    end: () => provider.shutdown().catch(() => {}),
  }
}
