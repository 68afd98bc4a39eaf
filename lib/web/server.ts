import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';
import { PEER_HEADER, tellPeers } from '@/lib/platform/peer';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What a request may take to arrive: its headers, and all of it. Slower ones are ended with 408. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const CHECK_EVERY_MS = 2_000;
/**
 * How much of what nobody wanted is thrown away, and how long it may go on arriving. More than the
 * buffers on the way hold, so that who stops at our answer can use the connection again.
 */
const REST_BYTES = 16 * 1024 * 1024;
const LINGER_MS = 2_000;

/** Everything any of our routes may answer. Fetch's own Request refuses the rest with an error. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const ALLOW = METHODS.join(', ');
/** Pages and files are only read. Next would take in all of what is sent to one, and show it. */
const TAKES_BODIES = /^\/(?:api|sandbox|source-connections|collections)(?:[/?]|$)/;
const READ_ONLY = 'GET, HEAD, OPTIONS';

/**
 * The server in front of Next, for what a route cannot see: the address at the other end, requests
 * that are no request for a path, senders that are slow or do not stop, and what every answer says
 * about https.
 */
export function createFront(
  handle: Handle,
  { https, request_ms = REQUEST_MS }: { https: boolean; request_ms?: number },
): Server {
  tellPeers();
  const server = createServer(
    {
      headersTimeout: Math.min(HEADERS_MS, request_ms),
      requestTimeout: request_ms,
      connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, request_ms),
    },
    (request, response) => {
      if (https) response.setHeader('strict-transport-security', 'max-age=31536000');
      response.once('finish', () => discardRest(request));
      request.headers[PEER_HEADER] = request.socket.remoteAddress;
      const any = request.url === '*';
      request.url = pathOf(request.url ?? '/');
      if (!isText(request.url)) return void refuse(response, new DomainError('malformed_url'));
      const allow = any || TAKES_BODIES.test(request.url) ? ALLOW : READ_ONLY;
      const method = request.method ?? '';
      if (!allow.split(', ').includes(method)) {
        const detail = `This path takes ${allow}.`;
        return void refuse(response, new DomainError('method_not_allowed', { detail }), { allow });
      }
      if (method === 'OPTIONS' && (any || allow === READ_ONLY))
        return void response.writeHead(204, { allow }).end();
      void handle(request, response);
    },
  );
  server.on('connection', (socket) => {
    socket.destroySoon = () => closeGently(socket);
  });
  return server;
}

/**
 * Ends our half first. Closing both at once while something still arrives would have the system
 * tell the other end to forget what we sent, the answer included.
 */
function closeGently(socket: Socket): void {
  socket.end();
  const late = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(late));
}

/** `GET http://host/path` asks for the path, whatever the host (RFC 9112 §3.2.2). */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const url = URL.canParse(target) ? new URL(target) : null;
  return url && /^https?:$/.test(url.protocol) ? `${url.pathname}${url.search}` : '/';
}

/** Whether a target is percent-encoded UTF-8. Next would answer 500, or quietly put something else. */
function isText(target: string): boolean {
  try {
    decodeURIComponent(target);
    return true;
  } catch {
    return false;
  }
}

async function refuse(
  response: ServerResponse,
  error: DomainError,
  headers: Record<string, string> = {},
): Promise<void> {
  const problem = problemResponse(error, { headers });
  response.writeHead(problem.status, Object.fromEntries(problem.headers));
  response.end(await problem.text());
}

/**
 * The answer is out and the body still arrives, because nobody read it to its end. A rest is thrown
 * away, so that the connection can be used again; who goes on sending is cut off, after time enough
 * to read the answer.
 */
function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  request.removeAllListeners('data').removeAllListeners('readable');
  let left = REST_BYTES;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.pause();
  });
  setImmediate(() => request.resume());
  const cut = () => {
    if (!request.complete) request.socket.destroy();
  };
  setTimeout(cut, LINGER_MS).unref();
}
