import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PEER_HEADER, tellPeers } from '@/lib/platform/peer';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What a request may take to arrive: its headers, and all of it. Slower ones are ended with 408. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const CHECK_EVERY_MS = 2_000;
/** A connection whose body nobody wanted stays open this long, for the answer to be read. */
const LINGER_MS = 2_000;

/** Everything any of our routes may answer. Fetch's own Request refuses the rest with an error. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const ALLOW = METHODS.join(', ');

/**
 * The server in front of Next, for what a route cannot see: the address at the other end, requests
 * that are no request for a path, senders that are slow or do not stop, and what every answer says
 * about https.
 */
export function createFront(handle: Handle, { https }: { https: boolean }): Server {
  tellPeers();
  return createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
    },
    (request, response) => {
      if (https) response.setHeader('strict-transport-security', 'max-age=31536000');
      response.once('finish', () => closeUnread(request));
      request.headers[PEER_HEADER] = request.socket.remoteAddress;
      if (!METHODS.includes(request.method ?? '')) return refuse(response);
      if (request.url === '*') return void response.writeHead(204, { allow: ALLOW }).end();
      request.url = pathOf(request.url ?? '/');
      void handle(request, response);
    },
  );
}

/** `GET http://host/path` asks for the path, whatever the host (RFC 9112 §3.2.2). */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const url = URL.canParse(target) ? new URL(target) : null;
  return url && /^https?:$/.test(url.protocol) ? `${url.pathname}${url.search}` : '/';
}

function refuse(response: ServerResponse): void {
  const problem = {
    type: 'urn:inlet:problem:method_not_allowed',
    title: 'This path does not take that method',
    status: 405,
    code: 'method_not_allowed',
    detail: `No path takes this method; they take ${ALLOW}.`,
    fix: 'Use one of the methods in the Allow header.',
  };
  const headers = { allow: ALLOW, 'content-type': 'application/problem+json; charset=utf-8' };
  response.writeHead(405, headers).end(JSON.stringify(problem));
}

/** The answer is out and the body still arrives: nobody reads it, so it only holds the connection. */
function closeUnread(request: IncomingMessage): void {
  if (request.complete) return;
  setTimeout(() => request.socket.destroy(), LINGER_MS).unref();
}
