/** OpenTelemetry: a span a request, sent where OTEL_EXPORTER_OTLP_ENDPOINT says. Loaded only where it says something. */
import { context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const FIRST_ERROR = 500;

/** Gives what sends the last spans and ends. `tell`: a line for operators, where the collector does not take them. */
export function addTracing(server: FastifyInstance, name: string, tell: (line: string) => void): () => Promise<void> {
  let trouble = '';
  setGlobalErrorHandler((error) => {
    const reason = typeof error === 'string' ? error : error.message || String(error.code ?? error.name);
    // It comes with every try, for as long as nobody mends it.
    if (reason !== trouble) tell(`traces were not taken: ${reason}`);
    trouble = reason;
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': name }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer('journey');
  const propagator = new W3CTraceContextPropagator();
  const headers = {
    get: (carrier: FastifyRequest['headers'], key: string) => carrier[key],
    keys: (carrier: FastifyRequest['headers']) => Object.keys(carrier),
  };
  const spans = new WeakMap<FastifyRequest, Span>();
  server.addHook('onRequest', async (request) => {
    const parent = propagator.extract(context.active(), request.headers, headers);
    const route = request.routeOptions.url ?? 'unknown';
    const attributes = { 'http.request.method': request.method, 'http.route': route };
    spans.set(request, tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent));
  });
  server.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= FIRST_ERROR) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  });
  return () => provider.shutdown();
}
