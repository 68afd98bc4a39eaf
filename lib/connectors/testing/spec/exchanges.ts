import { text, type Connector, type Stream } from '@/lib/connectors/kit';
import { openAccount, type OpenAccount } from '@/lib/connectors/testing/account';
import {
  bench,
  sinceOf,
  toSandbox,
  walk,
  type Bench,
  type Walked,
} from '@/lib/connectors/testing/walk';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
import type { Sandbox } from '@/lib/sandbox/sandbox';

/** A request of a connector and what its sandbox answered. */
export interface Exchange {
  method: string;
  host: string;
  path: string;
  query: URLSearchParams;
  request: { type: string; text: string };
  response: { status: number; type: string; text: string };
}

const A_DAY_MS = 86_400_000;

/**
 * What a connector asks of its sandbox and is answered: whose the account is, every stream whole, and a day
 * later every stream from its bookmark. Throws when a stream does not end well, so that nothing
 * unread passes for checked.
 */
export async function exchangesOf(connector: Connector): Promise<Exchange[]> {
  const kept: Exchange[] = [];
  const own = bench();
  const sandbox = keeping(own.sandbox, kept);
  const provider = SANDBOX_PROVIDERS.find((one) => one.slug === connector.type);
  if (!provider) throw new Error(`${connector.name} has no sandbox.`);
  const account = await openAccount(sandbox, connector, provider.accounts[0]!.name);
  const reading: Reading = { bench: { ...own, sandbox }, connector, account, known: {} };
  const bookmarks: [Stream, string][] = [];
  for (const stream of connector.streams) {
    const before = await probed(stream, reading);
    const read = await readWhole(stream, reading);
    const since = before ?? sinceOf(stream, read);
    if (since !== null) bookmarks.push([stream, since]);
  }
  own.clock.now += A_DAY_MS;
  // By now the first token has run out.
  reading.account = await openAccount(sandbox, connector, provider.accounts[0]!.name);
  for (const [stream, since] of bookmarks)
    await ended(stream, walkOf(stream, reading, { way: stream.incremental!.walk, since }));
  const doors = signIn(connector);
  return kept.filter(({ host, path }) => !doors.has(`${host}${path}`));
}

/** Where people sign in: it belongs to the grammar of OAuth, which its own library checks. */
function signIn({ auth }: Connector): Set<string> {
  if (auth.method !== 'oauth') return new Set();
  return new Set(
    [auth.authorize_url, auth.token_url].map((address) => {
      const { host, pathname } = new URL(typeof address === 'string' ? address : address({}));
      return `${host}${pathname}`;
    }),
  );
}

interface Reading {
  bench: Bench;
  connector: Connector;
  account: OpenAccount;
  known: Record<string, { id: string; record: Walked['records'][0]; bookmark: null }[]>;
}

async function readWhole(stream: Stream, reading: Reading): Promise<Walked> {
  const read = await ended(stream, walkOf(stream, reading, { way: stream.full, since: null }));
  reading.known[stream.name] = read.records.flatMap((item) => {
    const record = stream.transform?.(item, reading.account.context) ?? item;
    const id = text(record, stream.id);
    return id === null ? [] : [{ id, record, bookmark: null }];
  });
  return read;
}

const walkOf = (
  stream: Stream,
  { bench: own, connector, account, known }: Reading,
  { way, since }: { way: Stream['full']; since: string | null },
): Promise<Walked> => walk(own, connector, way, { ...account, known, since, id: stream.id });

async function ended(stream: Stream, reading: Promise<Walked>): Promise<Walked> {
  const read = await reading;
  if (read.stopped)
    throw new Error(`${stream.name} stopped (${read.stopped.verdict}): ${read.stopped.message}`);
  return read;
}

/** The bookmark of a stream that asks for it before it reads. */
async function probed({ incremental }: Stream, reading: Reading): Promise<string | null> {
  if (incremental?.bookmark.by !== 'probe') return null;
  const { request, path } = incremental.bookmark;
  const { headers, context } = reading.account;
  const answer = await toSandbox(reading.bench.sandbox)(request(context), headers);
  return text(answer.body, path);
}

/** The sandbox, with everything it is asked noted. */
function keeping(sandbox: Sandbox, kept: Exchange[]): Sandbox {
  const fetch: Sandbox['fetch'] = async (request) => {
    const asked = await request.clone().text();
    const response = await sandbox.fetch(request);
    const { pathname, searchParams } = new URL(request.url);
    const [, host = '', ...rest] = pathname.split('/');
    kept.push({
      method: request.method,
      host,
      path: `/${rest.join('/')}`,
      query: searchParams,
      request: { type: typeOf(request.headers), text: asked },
      response: {
        status: response.status,
        type: typeOf(response.headers),
        text: await response.clone().text(),
      },
    });
    return response;
  };
  return { ...sandbox, fetch };
}

const typeOf = (headers: Headers): string =>
  (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
