import { createHash } from 'node:crypto';
import { authenticate } from '@/lib/access/service';
import { execute } from '@/lib/api/execute';
import { problemResponse } from '@/lib/api/problem';
import { OPERATIONS } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import { ROUTES, type OperationId } from '@/lib/contract/routes';
import { newId } from '@/lib/platform/ids';
import { counter, histogram } from '@/lib/platform/metrics';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];
/** Next gives no params to a path without placeholders. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
export type Handler = (request: Request, context: Context) => Promise<Response>;

const MAX_BODY_BYTES = 1024 * 1024;
/** Larger answers change anyway; hashing them would cost more than it saves. */
const MAX_ETAG_BYTES = 64 * 1024;

/**
 * The methods of one path, each an operation; every other method answers 405 with Allow, as a
 * problem document.
 */
export function route(...ids: OperationId[]): Record<Method, Handler> {
  const byMethod = new Map(ids.map((id) => [ROUTES[id].split(' ')[0], id]));
  const allow = [...byMethod.keys()].join(', ');
  return Object.fromEntries(
    METHODS.map((method) => {
      const id = byMethod.get(method);
      return [
        method,
        id
          ? handle(id)
          : async () =>
              problemResponse(
                new DomainError('method_not_allowed', { detail: `This path takes ${allow}.` }),
                newId(),
                { allow },
              ),
      ];
    }),
  ) as Record<Method, Handler>;
}

const requests = counter<'operation' | 'status'>(
  'inlet_api_requests_total',
  'Answers of the API by operation: 2xx, 3xx, 4xx, 5xx.',
);
const seconds = histogram(
  'inlet_api_request_seconds',
  'How long the API took to answer.',
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
);

function handle(id: OperationId): Handler {
  const answer = answerOf(id);
  return async (request, context) => {
    const begun = performance.now();
    const response = await answer(request, context);
    seconds((performance.now() - begun) / 1000);
    requests({ operation: id, status: `${Math.floor(response.status / 100)}xx` });
    return response;
  };
}

function answerOf(id: OperationId): Handler {
  return async (request, context) => {
    const request_id = newId();
    try {
      const principal = await authenticate(request);
      const output = await execute(
        id,
        principal,
        await inputOf(request, (await context.params) ?? {}),
        { id: request_id },
      );
      return respond(request, JSON.stringify(output), OPERATIONS[id].status, request_id);
    } catch (error) {
      return problemResponse(error, request_id);
    }
  };
}

function respond(request: Request, body: string, status: number, request_id: string): Response {
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-store',
    'x-request-id': request_id,
  };
  if (request.method === 'GET' && body.length <= MAX_ETAG_BYTES) {
    const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
    headers.etag = etag;
    headers['cache-control'] = 'private, no-cache';
    if (matchesEtag(request.headers.get('if-none-match'), etag))
      return new Response(null, { status: 304, headers });
  }
  return new Response(body, { status, headers });
}

/** `If-None-Match`: a list, possibly weak, possibly `*` (RFC 9110 §13.1.2). */
const matchesEtag = (header: string | null, etag: string): boolean =>
  header !== null &&
  header.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '');
    return tag === '*' || tag === etag;
  });

/**
 * One flat object: path placeholders over query (reads) or body (writes). A name in both places is
 * refused by the schema or the path wins.
 */
async function inputOf(
  request: Request,
  params: Record<string, string | string[] | undefined>,
): Promise<Record<string, unknown>> {
  const path = Object.fromEntries(
    Object.entries(params).map(([k, v]) => [k, Array.isArray(v) ? v.join('/') : v]),
  );
  if (request.method === 'GET' || request.method === 'DELETE')
    return { ...queryOf(new URL(request.url).searchParams), ...path };
  return { ...(await bodyOf(request)), ...path };
}

function queryOf(params: URLSearchParams): Record<string, string> {
  const out: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of params) {
    if (key in out)
      throw new DomainError('invalid_request', {
        detail: `${key} is given twice.`,
        errors: [{ path: key, message: 'Give it once.' }],
      });
    out[key] = value;
  }
  return { ...out };
}

/**
 * The JSON object in the body; an empty body is an empty object. Throws unsupported_media_type,
 * body_too_large or malformed_json.
 */
export async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES)
    throw new DomainError('body_too_large');
  const text = await request.text();
  if (text === '') return {};
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw new DomainError('body_too_large');
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new DomainError('unsupported_media_type');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DomainError('malformed_json', { detail: 'The body could not be read as JSON.' });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new DomainError('malformed_json', { detail: 'The body must be a JSON object.' });
  return value as Record<string, unknown>;
}
