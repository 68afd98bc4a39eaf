import type * as z from 'zod';
import { jsonBody, queryOf } from '@/lib/api/body';
import { callerOf, type Caller } from '@/lib/api/caller';
import { preflight } from '@/lib/api/cors';
import { etagOf, noneMatchHas } from '@/lib/api/etag';
import { assertOpen } from '@/lib/api/execute';
import { invalid } from '@/lib/api/invalid';
import type { Handler, Method } from '@/lib/api/methods';
import { problemResponse, type Wording } from '@/lib/api/problem';
import { requestIdOf } from '@/lib/api/request-id';
import { OPERATIONS, type OperationId } from '@/lib/contract';
import { DomainError, type Problem } from '@/lib/contract/errors';
import { answerOnce, type KeptAnswer } from '@/lib/requests/service';

/**
 * What an operation of another API answers: a body, or an address the browser is sent to. Whoever
 * asks for JSON alone gets the body of an address too.
 */
export type Reply = { status?: number; body: unknown; location?: string };

/** An operation of another API that we answer too: a translation of operations of the contract. */
export interface ForeignOperation<Input extends z.ZodObject = z.ZodObject> {
  id: string;
  method: Method;
  /** Path template with {placeholders}; each is a field of the input. */
  path: string;
  summary: string;
  tag: string;
  /** The operations of the contract it runs, for the documentation. */
  of: readonly OperationId[];
  /** One flat object: placeholders, then query (GET, DELETE) or body fields. */
  input: Input;
  /** Fields of a POST that stand in the query. */
  query?: readonly string[];
  /** Schema of the body by status; null: no body (a redirect). */
  output: Readonly<Record<number, z.ZodType | null>>;
  /** A GET that changes something: a HEAD must not, nor a page of another site. */
  changes?: boolean;
  answer: (caller: Caller, input: z.output<Input>) => Promise<Reply>;
}

export const defineForeign = <Input extends z.ZodObject>(
  operation: ForeignOperation<Input>,
): ForeignOperation => operation as unknown as ForeignOperation;

/** Another API: its operations, how it words a refusal, and what its document says of it. */
export interface ForeignApi {
  title: string;
  description: string;
  operations: readonly ForeignOperation[];
  wording: (problem: Problem) => Wording;
  /** Schemas that have a name in the document; `refusal` is what a refused request is answered. */
  named: Readonly<Record<string, z.ZodType>>;
  refusal: z.ZodType;
  /** The statuses a refusal may have, and what each means. */
  refusals: Readonly<Record<number, string>>;
}

/** Answers every method of every path of another API; what it does not have, in its own words. */
export function serveForeign(api: ForeignApi): Handler {
  const paths = [...Map.groupBy(api.operations, ({ path }) => path)].map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`),
    placeholders: path.split('{').length,
    operations,
  }));
  // Fixed segments go before placeholders.
  paths.sort((a, b) => a.placeholders - b.placeholders);
  return async (request) => {
    const request_id = requestIdOf(request);
    const { pathname } = new URL(request.url);
    const refuse = (error: unknown, headers = {}) =>
      problemResponse(error, { request, request_id, headers, wording: api.wording });
    for (const { pattern, operations } of paths) {
      const groups = pattern.exec(pathname)?.groups;
      if (!pattern.test(pathname)) continue;
      const allow = allowOf(operations);
      if (request.method === 'OPTIONS')
        return preflight(request, new Response(null, { status: 204, headers: { allow } }));
      const operation = operations.find((one) => takes(one, request.method));
      if (!operation)
        return refuse(
          new DomainError('method_not_allowed', { detail: `This path takes ${allow}.` }),
          { allow },
        );
      return answer(api, operation, { request, request_id, params: decoded(groups) });
    }
    return refuse(new DomainError('unknown_path'));
  };
}

const takes = ({ method, changes }: ForeignOperation, asked: string): boolean =>
  method === asked || (asked === 'HEAD' && method === 'GET' && !changes);

const allowOf = (operations: readonly ForeignOperation[]): string =>
  [
    ...operations.flatMap(({ method, changes }) =>
      method === 'GET' && !changes ? ['GET', 'HEAD'] : [method],
    ),
    'OPTIONS',
  ].join(', ');

const decoded = (groups: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(groups).map(([k, v]) => [k, decodeURIComponent(v)]));

interface Call {
  request: Request;
  request_id: string;
  params: Record<string, string>;
}

async function answer(api: ForeignApi, operation: ForeignOperation, call: Call): Promise<Response> {
  const { request, request_id } = call;
  const headers: Record<string, string> = {};
  const refuse = (error: unknown) =>
    problemResponse(error, { request, request_id, headers, wording: api.wording });
  try {
    const asked = operation.changes ? navigated(request) : request;
    const caller = await callerOf(asked, request_id, headers);
    // Before anything is read of what was sent, and before an answer that was kept is given again.
    for (const id of operation.of) assertOpen(OPERATIONS[id], caller.principal);
    const input = await inputOf(operation, call);
    const key = operation.method === 'POST' ? request.headers.get('idempotency-key') : null;
    const about = [operation.id, JSON.stringify(input)];
    const given =
      key === null
        ? await perform(operation, caller, input, request)
        : await answerOnce(caller.principal, key, about, () =>
            perform(operation, caller, input, request).catch((error: unknown) =>
              kept(refuse(error)),
            ),
          );
    return respond(given, headers, request);
  } catch (error) {
    return refuse(error);
  }
}

/**
 * A browser that was sent to an address which changes something: not by another site, and it cannot
 * say in a header which workspace it means.
 */
function navigated(request: Request): Request {
  const { headers, url } = request;
  if (headers.has('cookie') && headers.get('sec-fetch-site') === 'cross-site')
    throw new DomainError('cross_site_request');
  const workspace = new URL(url).searchParams.get('workspace');
  if (workspace === null) return request;
  const named = new Headers(headers);
  named.set('x-inlet-workspace', workspace);
  return new Request(url, { method: request.method, headers: named });
}

const READS: ReadonlySet<Method> = new Set(['GET', 'DELETE']);

async function inputOf(
  { method, input, query: queried = [] }: ForeignOperation,
  { request, params }: Call,
) {
  const body = READS.has(method) ? {} : await jsonBody(request);
  const query = READS.has(method) || queried.length > 0 ? queryOf(request) : {};
  const parsed = input.safeParse({ ...body, ...query, ...params });
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}

async function perform(
  operation: ForeignOperation,
  caller: Caller,
  input: Record<string, unknown>,
  request: Request,
): Promise<KeptAnswer> {
  const reply = await operation.answer(caller, input);
  if (reply.location !== undefined && !wantsJson(request))
    return {
      status: 302,
      headers: { location: reply.location, 'cache-control': 'private, no-store' },
      body: '',
    };
  const { status = 200 } = reply;
  const body = JSON.stringify(operation.output[status]!.parse(reply.body));
  const reads = operation.method === 'GET' && !operation.changes;
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': reads ? 'private, no-cache' : 'private, no-store',
      ...(reads ? { etag: etagOf(body) } : {}),
    },
    body,
  };
}

const wantsJson = ({ headers }: Request): boolean =>
  /^application\/json\b/i.test(headers.get('accept') ?? '');

const kept = async (response: Response): Promise<KeptAnswer> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
});

function respond(
  given: KeptAnswer & { again?: boolean },
  headers: Record<string, string>,
  request: Request,
): Response {
  const all = {
    ...headers,
    ...given.headers,
    ...(given.again ? { 'idempotency-replayed': 'true' } : {}),
  };
  if (noneMatchHas(request.headers.get('if-none-match'), given.headers.etag ?? ''))
    return new Response(null, { status: 304, headers: all });
  return new Response(request.method === 'HEAD' ? null : given.body || null, {
    status: given.status,
    headers: all,
  });
}
