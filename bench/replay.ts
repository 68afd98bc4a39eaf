import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A provider as quick as one can be, in a process of its own: asks the sandbox (the address is the
 * one argument) for a page once and answers the same bytes from then on, so that making answers is
 * no part of what is measured. Writes the address it listens at.
 */
interface Answer {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

const sandbox = process.argv[2]!;
const known = new Map<string, Answer>();

const server = http.createServer((request, response) => {
  void answerTo(request).then(({ status, headers, bytes }) => {
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    response.end(bytes);
  });
});

async function answerTo(request: http.IncomingMessage): Promise<Answer> {
  const { authorization = '' } = request.headers;
  const key = request.method === 'GET' ? `${authorization} ${request.url}` : null;
  const before = key === null ? undefined : known.get(key);
  if (before) return before;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked = await fetch(`${sandbox}${request.url}`, {
    method: request.method,
    redirect: 'manual',
    headers: pick(request.headers, ['authorization', 'content-type']),
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  const headers = pick(Object.fromEntries(asked.headers), ['content-type', 'location']);
  const bytes = Buffer.from(await asked.arrayBuffer());
  const answer = { status: asked.status, headers, bytes };
  if (key !== null && asked.ok) known.set(key, answer);
  return answer;
}

const pick = (
  from: Record<string, string | string[] | undefined>,
  names: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (typeof from[name] === 'string' ? [[name, from[name]]] : [])),
  );

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
