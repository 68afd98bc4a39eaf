import { authenticate } from '@/lib/access/service';
import { jsonBody, queryOf } from '@/lib/api/body';
import { budgetHeaders } from '@/lib/api/budget-headers';
import { originHeaders, preflight } from '@/lib/api/cors';
import { etagOf, matchHas, noneMatchHas } from '@/lib/api/etag';
import { assertOpen, authorize, execute } from '@/lib/api/execute';
import { match, PATHS } from '@/lib/api/match';
import { methods, type Handler } from '@/lib/api/methods';
import { lines, NDJSON_TYPE, wantsLines } from '@/lib/api/ndjson';
import { problemResponse } from '@/lib/api/problem';
import { requestIdOf } from '@/lib/api/request-id';
import { shared } from '@/lib/api/shared';
import { OPERATIONS, type AnyOperation, type OperationId } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import { counter, histogram } from '@/lib/platform/metrics';
import { answerOnce, RateLimited, takeRequest, type KeptAnswer } from '@/lib/requests/service';

const requests = counter<'operation' | 'status'>(
  'inlet_api_requests_total',
  'Answers of the API by operation: 2xx, 3xx, 4xx, 5xx.',
);
const seconds = histogram(
  'inlet_api_request_seconds',
  'How long the API took to answer.',
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
);

/** Every path's methods, each an operation. */
const ANSWERS = new Map(
  [...PATHS].map(([path, operations]) => [
    path,
    methods(Object.fromEntries(operations.map((op) => [op.method, handle(op.id)]))),
  ]),
);

/**
 * Answers every path under /api that is no endpoint of its own: by the operation it belongs to, or
 * as one that does not exist.
 */
export const dispatch: Handler = async (request, context) => {
  const { path } = (await context.params) ?? {};
  const found = match(['api', ...[path ?? []].flat()]);
  if (!found) return problemResponse(new DomainError('unknown_path'), { request });
  const answers = ANSWERS.get(found.path)!;
  const params = Promise.resolve(found.params);
  const answer = await answers[request.method as keyof typeof answers](request, { params });
  return request.method === 'OPTIONS' ? preflight(request, answer) : answer;
};

function handle(id: OperationId): Handler {
  const op = OPERATIONS[id] as unknown as AnyOperation;
  return async (request, context) => {
    const begun = performance.now();
    const params = ((await context.params) ?? {}) as Record<string, string>;
    const response = await answer({ op, request, params, request_id: requestIdOf(request) });
    seconds((performance.now() - begun) / 1000);
    requests({ operation: id, status: `${Math.floor(response.status / 100)}xx` });
    return response;
  };
}

/** A request for an operation. */
interface Call {
  op: AnyOperation;
  request: Request;
  params: Record<string, string>;
  request_id: string;
}

/** Who asks, whether they may at all, and then what they ask for. */
async function answer(call: Call): Promise<Response> {
  const { request, request_id } = call;
  const headers: Record<string, string> = { vary: 'Origin, Accept' };
  let principal: Principal | null = null;
  try {
    principal = await authenticate(request);
    Object.assign(headers, await originHeaders(request, principal));
    Object.assign(headers, budgetHeaders(await takeRequest(principal)));
    // Before anything is read of what was sent: what is hidden answers to everything alike.
    assertOpen(call.op, principal);
    if (wantsLines(call.op, request)) return await answerInLines(principal, call, headers);
    const given = await answerAs(principal, call);
    Object.assign(headers, given.headers, { 'x-request-id': request_id });
    const unchanged =
      READS.has(request.method) &&
      noneMatchHas(request.headers.get('if-none-match'), given.headers.etag ?? '');
    return unchanged
      ? new Response(null, { status: 304, headers })
      : new Response(given.body, { status: given.status, headers });
  } catch (error) {
    if (principal === null) Object.assign(headers, await originHeaders(request, null));
    if (error instanceof RateLimited) Object.assign(headers, budgetHeaders(error.budgets));
    return problemResponse(error, { request_id, request, headers });
  }
}

/** The rows of an operation one a line; whether the caller may still have them is asked for each page. */
async function answerInLines(
  first: Principal,
  { op, request, params, request_id }: Call,
  headers: Record<string, string>,
): Promise<Response> {
  let principal: Principal | null = first;
  const body = await lines(op, await inputOf(request, params), async (input) => {
    principal ??= await authenticate(request);
    const output = await execute(op.id, principal, input, { id: request_id });
    principal = null;
    return output;
  });
  return new Response(request.method === 'HEAD' ? null : body, {
    status: op.status,
    headers: {
      ...headers,
      'content-type': `${NDJSON_TYPE}; charset=utf-8`,
      'cache-control': 'private, no-store',
      'x-request-id': request_id,
    },
  });
}

/** What an operation answers; to a POST with an Idempotency-Key, what it answered the first time. */
async function answerAs(principal: Principal, call: Call): Promise<KeptAnswer> {
  const { op, request, params } = call;
  const key = op.method === 'POST' ? request.headers.get('idempotency-key') : null;
  if (key === null) return perform(principal, call, await inputOf(request, params));
  authorize(op, principal);
  const input = await inputOf(request, params);
  const { again, ...kept } = await answerOnce(principal, key, [op.id, JSON.stringify(input)], () =>
    perform(principal, call, input).catch((error: unknown) => refused(error, call)),
  );
  return again ? { ...kept, headers: { ...kept.headers, 'idempotency-replayed': 'true' } } : kept;
}

/** A read is shared with whoever asks the same in the same name, and everything else is done. */
function perform(
  principal: Principal,
  call: Call,
  input: Record<string, unknown>,
): Promise<KeptAnswer> {
  if (call.op.method !== 'GET') return performAlone(principal, call, input);
  const key = JSON.stringify([call.op.id, input, principal]);
  return shared(key, () => performAlone(principal, call, input));
}

async function performAlone(
  principal: Principal,
  { op, request, request_id }: Call,
  input: Record<string, unknown>,
): Promise<KeptAnswer> {
  const output = await execute(op.id, principal, input, {
    id: request_id,
    unchanged: precondition(op, request),
  });
  const body = JSON.stringify(output);
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  if (op.method === 'GET')
    return {
      status: op.status,
      headers: { ...headers, 'cache-control': 'private, no-cache', etag: etagOf(body) },
      body,
    };
  return {
    status: op.status,
    headers: { ...headers, 'cache-control': 'private, no-store', ...newTag(op, output) },
    body,
  };
}

/** The representation a change left behind can be asked for with the next If-Match. */
function newTag(op: AnyOperation, output: unknown): Record<string, string> {
  if (!op.if_match) return {};
  const current = (output as Record<string, unknown>)[op.if_match];
  return { etag: etagOf(JSON.stringify(current)) };
}

/**
 * The check that If-Match asks for: throws precondition_failed unless the resource is still as its
 * GET answered it. Undefined: nothing is asked. What has no ETag of its own is never as one says.
 */
function precondition(
  op: AnyOperation,
  request: Request,
): ((current: unknown) => void) | undefined {
  const header = op.method === 'GET' ? null : request.headers.get('if-match');
  if (header === null || header.trim() === '*') return undefined;
  if (!op.if_match) throw new DomainError('precondition_failed');
  const { output } = PATHS.get(op.path)!.find((other) => other.method === 'GET')!;
  return (current) => {
    if (!matchHas(header, etagOf(JSON.stringify(output.parse(current)))))
      throw new DomainError('precondition_failed');
  };
}

/** A refusal, as it is kept for whoever sends the request again. */
async function refused(error: unknown, { request, request_id }: Call): Promise<KeptAnswer> {
  const response = problemResponse(error, { request, request_id });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

/**
 * One flat object: path placeholders over query (reads) or body (writes). A name in both places is
 * refused by the schema or the path wins.
 */
async function inputOf(
  request: Request,
  params: Record<string, string>,
): Promise<Record<string, unknown>> {
  const rest =
    READS.has(request.method) || request.method === 'DELETE'
      ? queryOf(request)
      : await jsonBody(request);
  return { ...rest, ...params };
}

const READS = new Set(['GET', 'HEAD']);
