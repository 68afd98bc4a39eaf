import { createHash } from 'node:crypto';
import { authenticate } from '@/lib/access/service';
import { jsonBody, queryOf } from '@/lib/api/body';
import { execute } from '@/lib/api/execute';
import { match, PATHS } from '@/lib/api/match';
import { methods, type Handler } from '@/lib/api/methods';
import { problemResponse } from '@/lib/api/problem';
import { OPERATIONS, type OperationId } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import { newId } from '@/lib/platform/ids';
import { counter, histogram } from '@/lib/platform/metrics';

/** Larger answers change anyway; hashing them would cost more than it saves. */
const MAX_ETAG_BYTES = 64 * 1024;

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
  if (!found) return problemResponse(new DomainError('unknown_path'));
  const answers = ANSWERS.get(found.path)!;
  return answers[request.method as keyof typeof answers](request, {
    params: Promise.resolve(found.params),
  });
};

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
      return problemResponse(error, { request_id, request });
    }
  };
}

function respond(request: Request, body: string, status: number, request_id: string): Response {
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-store',
    'x-request-id': request_id,
  };
  if (READS.has(request.method) && body.length <= MAX_ETAG_BYTES) {
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
  const rest =
    READS.has(request.method) || request.method === 'DELETE'
      ? queryOf(request)
      : await jsonBody(request);
  return { ...rest, ...params };
}

const READS = new Set(['GET', 'HEAD']);
