import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import { authenticate, isApiOrigin } from '@/lib/access/service';
import { MAX_BODY_BYTES, readBody } from '@/lib/api/body';
import { budgetHeaders } from '@/lib/api/budget-headers';
import { originHeaders, preflight } from '@/lib/api/cors';
import { authorize, execute } from '@/lib/api/execute';
import { methods, type Handler } from '@/lib/api/methods';
import { problemResponse } from '@/lib/api/problem';
import { requestIdOf } from '@/lib/api/request-id';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import type { KeyPrincipal } from '@/lib/contract/principal';
import { busOf, hasRoom, prepare, type Listener } from '@/lib/mcp/listeners';
import { isHidden } from '@/lib/mcp/resources';
import { buildServer } from '@/lib/mcp/server';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { takeRequest } from '@/lib/requests/service';

const SCOPE = 'connections:read';

/**
 * One message of the Model Context Protocol over HTTP, in either era, with an API key. Refuses other
 * hosts than ours and pages of origins that are not registered, before anything is read.
 */
const answer: Handler = async (request) => {
  const request_id = requestIdOf(request);
  const headers: Record<string, string> = { 'x-request-id': request_id, vary: 'Origin' };
  try {
    const misdirected = hostHeaderValidationResponse(request, hostnames());
    if (misdirected) return misdirected;
    const principal = await keyOf(request);
    await assertOrigin(request, principal);
    Object.assign(headers, await originHeaders(request, principal));
    // Where connections are hidden the endpoint is there, with nothing in it.
    if (!isHidden({ principal }))
      authorize(OPERATIONS.listConnections as unknown as AnyOperation, principal);
    Object.assign(headers, budgetHeaders(await takeRequest(principal)));
    const body = await readBody(request);
    const response = await serve(request, body, principal, request_id);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  } catch (error) {
    return problemResponse(error, {
      request,
      request_id,
      headers: { ...headers, ...challenge(error) },
    });
  }
};

const { OPTIONS, ...rest } = methods({ POST: answer });

/** The methods of the endpoint: messages are posted, and each stands by itself. */
export const mcp = {
  ...rest,
  OPTIONS: (async (request, context) =>
    preflight(request, await OPTIONS(request, context))) as Handler,
};

/** The key that asks. A session is none: a page of ours has REST. */
async function keyOf(request: Request): Promise<KeyPrincipal> {
  const { headers } = request;
  if (!headers.has('x-api-key') && !/^Bearer\s/i.test(headers.get('authorization') ?? ''))
    throw new DomainError('unauthenticated', {
      fix: 'Send an API key with the scope connections:read in Authorization: Bearer or X-API-Key.',
    });
  return (await authenticate(request)) as KeyPrincipal;
}

/** Names that cannot be pointed at us by somebody else's DNS. */
const hostnames = (): string[] => [
  new URL(env().PUBLIC_URL).hostname,
  ...localhostAllowedHostnames(),
];

async function assertOrigin(request: Request, { workspace }: KeyPrincipal): Promise<void> {
  const origin = request.headers.get('origin');
  if (origin === null || origin === new URL(env().PUBLIC_URL).origin) return;
  if (await isApiOrigin(origin, workspace.id)) return;
  throw new DomainError('cross_site_request', {
    detail: 'The workspace has not registered this origin.',
    fix: 'Register it with PUT /api/platform/v1/workspace/origins.',
  });
}

const challenge = (error: unknown): Record<string, string> =>
  error instanceof DomainError && error.code === 'insufficient_scope'
    ? { 'www-authenticate': `Bearer realm="inlet", error="insufficient_scope", scope="${SCOPE}"` }
    : {};

/**
 * A handler of the protocol for this one request, so that nothing of one caller can reach another.
 * Only a stream that listens outlives the answer; it ends when its key does.
 */
async function serve(
  request: Request,
  body: string,
  principal: KeyPrincipal,
  request_id: string,
): Promise<Response> {
  const reader = { principal, request_id };
  const listener: Listener = {
    workspace_id: principal.workspace.id,
    isGood: () => stillGood(request),
    mayHear: (id) => mayHear(principal, id, request_id),
    close: () => void handler.close(),
  };
  const handler: McpHttpHandler = createMcpHandler(({ era }) => buildServer(reader, era), {
    bus: busOf(listener),
    maxSubscriptions: hasRoom(principal.workspace.id) ? 1 : 0,
    maxRequestBodySize: MAX_BODY_BYTES,
    onerror: (error) => log.debug({ request_id, error: error.message }, 'mcp'),
  });
  if (body.includes('subscriptions/listen')) await prepare();
  const { url, method, headers, signal } = request;
  return handler.fetch(new Request(url, { method, headers, body, signal }));
}

async function stillGood(request: Request): Promise<boolean> {
  try {
    return (await authenticate(request)).scopes.includes(SCOPE);
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error; // The database does not answer: nobody knows, and the stream stays.
  }
}

/** A key that is kept to some connections hears of those alone. */
async function mayHear(
  principal: KeyPrincipal,
  connection_id: string,
  request_id: string,
): Promise<boolean> {
  if (principal.connection_ids.length + principal.connector_types.length === 0) return true;
  const found = execute(
    'getConnectionStatus',
    principal,
    { id: connection_id },
    { id: request_id },
  );
  return found.then(
    () => true,
    () => false,
  );
}
