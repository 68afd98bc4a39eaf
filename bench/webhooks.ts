import { createHmac, randomUUID } from 'node:crypto';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { receiver } from '@/lib/api/webhooks';
import { db } from '@/lib/platform/db';
import { createEndpoint, handleInbox } from '@/lib/webhooks/service';
import { startBuilt } from './built.ts';
import { spreadOf, type Spread } from './spread.ts';
import { ownWorkspace } from './workspaces.ts';

export interface WebhooksResult {
  bare_p95_ms: Spread;
  received_p95_ms: Spread;
  /** Taken within each round. */
  ratio: Spread;
  /** In the built app, behind Next. */
  app_p95_ms: Spread;
}

const PER_SECOND = 200;
const SECONDS = 5;
const SECRET = 'secret of the bench';

/**
 * Deliveries at 200 a second, each verified, stored and handled, beside a route that does nothing
 * but read a body and insert it. Same server, same process, same pool; rounds in turns. Next is in
 * front of neither: what it takes of every request would make the two look more alike. What a
 * provider waits for in the end is measured of the built app, by itself.
 */
export async function benchWebhooks(rounds: number): Promise<WebhooksResult> {
  const { workspace_id } = await ownWorkspace();
  await db.query('CREATE TABLE bench_bare (id bigserial PRIMARY KEY, body bytea NOT NULL)');
  const { id } = await createEndpoint(db, {
    workspace_id,
    provider: 'github',
    name: 'Bench',
    connection_id: null,
    secret: SECRET,
    created_by: null,
  });
  return { ...(await besideBare(id, rounds)), app_p95_ms: await inTheApp(id, rounds) };
}

async function besideBare(
  endpoint: string,
  rounds: number,
): Promise<Omit<WebhooksResult, 'app_p95_ms'>> {
  const server = createServer((asked, answer) => void serve(asked, answer, endpoint));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = new AbortController();
  const handling = handleInbox(stop.signal);
  const bare: number[] = [],
    received: number[] = [];
  try {
    await round(port, '/bare');
    await round(port, '/received');
    for (let i = 0; i < rounds; i++) {
      bare.push(await round(port, '/bare'));
      received.push(await round(port, '/received'));
    }
  } finally {
    stop.abort();
    await handling;
    server.closeAllConnections();
    server.close();
  }
  return {
    bare_p95_ms: spreadOf(bare),
    received_p95_ms: spreadOf(received),
    ratio: spreadOf(received.map((ms, i) => ms / bare[i]!)),
  };
}

async function inTheApp(endpoint: string, rounds: number): Promise<Spread> {
  const { port, stop } = await startBuilt();
  try {
    const path = `/api/v1/connectors/webhooks/github/${endpoint}`;
    await round(port, path);
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await round(port, path));
    return spreadOf(times);
  } finally {
    await stop();
  }
}

async function serve(
  asked: IncomingMessage,
  answer: ServerResponse,
  endpoint: string,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of asked as AsyncIterable<Buffer>) parts.push(part);
  const body = new Uint8Array(Buffer.concat(parts));
  const made = new Request(`http://localhost${asked.url}`, {
    method: 'POST',
    headers: asked.headers as Record<string, string>,
    body,
  });
  const reply =
    asked.url === '/bare'
      ? await insertBare(made)
      : await receiver.POST(made, {
          params: Promise.resolve({ provider: 'github', endpoint }),
        });
  answer.writeHead(reply.status).end();
}

/** Into a table of its own, which the migrations do not know. */
const BARE = 'INSERT INTO bench_bare (body) VALUES ($1)';

async function insertBare(asked: Request): Promise<Response> {
  const body = Buffer.from(await asked.arrayBuffer());
  await db.query({ name: 'bare', text: BARE, values: [body] });
  return new Response(null, { status: 200 });
}

/** The 95th percentile of a round, milliseconds. Sent by the clock, whether answers come or not. */
async function round(port: number, path: string): Promise<number> {
  const bodies = Array.from({ length: PER_SECOND * SECONDS }, () =>
    JSON.stringify({ action: 'edited', issue: { id: 7, node: randomUUID() }, filler: FILLER }),
  );
  const calls: Promise<number>[] = [];
  const begun = performance.now();
  for (const [i, body] of bodies.entries()) {
    const due = begun + (i * 1_000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0)
      await new Promise((resolve) => {
        setTimeout(resolve, wait);
      });
    calls.push(timed(port, path, body));
  }
  const times = (await Promise.all(calls)).toSorted((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)]!;
}
const FILLER = 'x'.repeat(2_000);

function timed(port: number, path: string, body: string): Promise<number> {
  const digest = createHmac('sha256', SECRET).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${digest}`,
  };
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - begun);
        else reject(new Error(`${path} answered ${answer.statusCode}`));
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}
