import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wayOut } from '@/lib/egress/dispatchers';
import { exchange, NetworkError, TooLarge } from '@/lib/egress/http';
import { checkedLookup, EgressRefused, isBlockedAddress } from '@/lib/egress/policy';
import { fakeProvider, fakeProxy, type FakeProvider } from '@/lib/egress/testing/servers';

const HOST = 'localhost';
let provider: FakeProvider;
let stranger: FakeProvider;
let proxy: Awaited<ReturnType<typeof fakeProxy>>;
/** Directly; this machine counts as a public host, everything else as it is. */
const direct = wayOut({
  lookup: checkedLookup((a) => !['127.0.0.1', '::1'].includes(a) && isBlockedAddress(a)),
});
let proxied: ReturnType<typeof wayOut>;

beforeAll(async () => {
  provider = await fakeProvider([HOST, 'api.provider.test']);
  stranger = await fakeProvider([HOST], false);
  proxy = await fakeProxy(() => provider.port);
  proxied = wayOut({ https_proxy: proxy.url, no_proxy: 'localhost,.internal.test' });
});
afterAll(async () => {
  for (const way of [direct, proxied]) await way.destroy();
  for (const server of [provider, stranger, proxy]) server.close();
});
beforeEach(() => {
  provider.calls.length = 0;
  proxy.seen.length = 0;
  proxy.refuse = null;
  provider.answer = (_, response) => response.end('{}');
});

const ask = (
  path = '/',
  how: Partial<Parameters<typeof exchange>[1]> = {},
  host = `${HOST}:${provider.port}`,
) =>
  exchange(new URL(`https://${host}${path}`), { method: 'GET', headers: {}, via: direct, ...how });
const failure = (promise: Promise<unknown>) => promise.then(() => null).catch((e: unknown) => e);

describe('the live way out', () => {
  it('speaks TLS and hands on what was said', async () => {
    provider.answer = (_, response) => {
      response.writeHead(201, { 'x-seen': ['a', 'b'], 'content-type': 'application/json' });
      response.end('{"a":"ä"}');
    };
    expect(
      await ask('/x?y=1', { method: 'POST', headers: { 'x-mine': '1' }, body: 'grüß' }),
    ).toMatchObject({ status: 201, text: '{"a":"ä"}', headers: { 'x-seen': 'a, b' } });
    expect(provider.calls).toMatchObject([
      { line: `POST ${HOST}:${provider.port}/x?y=1`, body: 'grüß', headers: { 'x-mine': '1' } },
    ]);
  });

  it('does not trust a certificate nobody vouches for, and says what can be done', async () => {
    const error = await failure(ask('/', {}, `${HOST}:${stranger.port}`));
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as Error).message).toMatch(/certificate.*NODE_EXTRA_CA_CERTS/);
    expect(stranger.calls).toEqual([]);
  });

  it('does not trust a certificate for another host', async () => {
    const error = await failure(ask('/', { via: proxied }, 'other.provider.test'));
    expect((error as Error).message).toMatch(/certificate could not be verified/);
    expect(provider.calls).toEqual([]);
  });

  it('goes to no address of this machine or its network, whatever its name', async () => {
    const guarded = wayOut({});
    expect(await failure(ask('/', { via: guarded }))).toBeInstanceOf(EgressRefused);
    expect(provider.calls).toEqual([]);
    await guarded.destroy();
  });

  it('answers a name that does not exist like any other failure', async () => {
    const error = await failure(ask('/', {}, 'no.such.host.invalid'));
    expect(error).toMatchObject({
      name: 'NetworkError',
      message: 'The connection to the provider failed.',
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('reads %s', async (encoding, pack) => {
    provider.answer = (_, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(pack('{"packed":true}'));
    };
    expect((await ask()).text).toBe('{"packed":true}');
  });

  it.each([
    ['gzip', 'no gzip at all', /damaged/],
    ['zstd', 'whatever', /encoding nobody asked for/],
  ])('a body said to be %s that is not is trouble', async (encoding, body, words) => {
    provider.answer = (_, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(body);
    };
    expect(await failure(ask())).toMatchObject({ message: expect.stringMatching(words) });
  });

  it('an empty body needs no unpacking', async () => {
    provider.answer = (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end();
    };
    expect((await ask()).text).toBe('');
  });

  it('says of 12 MB that they are too many, declared or not', async () => {
    const page = Buffer.alloc(12 * 1024 * 1024, 'x');
    provider.answer = (request, response) => {
      if (request.url === '/declared') response.setHeader('content-length', page.length);
      response.end(page);
    };
    for (const path of ['/declared', '/chunked']) {
      const error = await failure(ask(path));
      expect(error).toBeInstanceOf(TooLarge);
      expect(error).toMatchObject({ kind: 'too_large' });
    }
    provider.answer = (_, response) => response.end(page.subarray(0, 10 * 1024 * 1024));
    expect((await ask()).text).toHaveLength(10 * 1024 * 1024);
  });

  it('opens no bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(51 * 1024 * 1024));
    provider.answer = (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    };
    expect(await failure(ask())).toBeInstanceOf(TooLarge);
  });

  it.each([
    ['says nothing', (response: { flushHeaders: () => void }) => void response],
    [
      'stops in the middle',
      (response: { flushHeaders: () => void; write: (s: string) => void }) => {
        response.flushHeaders();
        response.write('{"a":');
      },
    ],
  ])('gives up on a provider that %s', async (_, act) => {
    provider.answer = (__, response) => act(response);
    expect(await failure(ask('/', { timeout_ms: 200 }))).toMatchObject({
      kind: 'timeout',
      message: 'The provider did not answer within 0.2 s.',
    });
  });

  it('a body that ends early is no answer', async () => {
    provider.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":1}');
      setImmediate(() => response.destroy());
    };
    expect(await failure(ask())).toMatchObject({ kind: 'connection' });
  });

  it('stops when the caller does, for the caller’s reason', async () => {
    const stop = new AbortController();
    const reason = new Error('cancelled');
    provider.answer = () => stop.abort(reason);
    expect(await failure(ask('/', { signal: stop.signal }))).toBe(reason);
    expect(await failure(ask('/', { signal: stop.signal }))).toBe(reason);
    expect(provider.calls).toHaveLength(1);
  });

  it('a credential that cannot stand in a header is refused, not a crash', async () => {
    const error = await failure(ask('/', { headers: { authorization: 'Bearer a\nb: c' } }));
    expect(error).toBeInstanceOf(EgressRefused);
    expect((error as Error).message).not.toContain('b: c');
  });
});

describe('a proxy', () => {
  it('carries what goes to providers, names unresolved, TLS end to end', async () => {
    expect(await ask('/x', { via: proxied }, 'api.provider.test')).toMatchObject({ status: 200 });
    expect(proxy.seen).toEqual([
      { to: 'api.provider.test:443', authorization: `Basic ${btoa('user:pass')}` },
    ]);
    expect(provider.calls[0]!.headers['proxy-authorization']).toBeUndefined();
  });

  it('is left aside for the hosts of NO_PROXY', async () => {
    const way = wayOut({
      https_proxy: proxy.url,
      no_proxy: 'localhost',
      lookup: checkedLookup(() => false),
    });
    expect(await ask('/', { via: way })).toMatchObject({ status: 200 });
    expect(proxy.seen).toEqual([]);
    await way.destroy();
  });

  it('of HTTP_PROXY serves when there is no other', async () => {
    const way = wayOut({ http_proxy: proxy.url });
    await ask('/', { via: way }, 'api.provider.test');
    expect(proxy.seen).toHaveLength(1);
    await way.destroy();
  });

  it('that does not let a call through is named', async () => {
    proxy.refuse = 407;
    const way = wayOut({ https_proxy: proxy.url });
    expect(await failure(ask('/', { via: way }, 'api.provider.test'))).toMatchObject({
      name: 'NetworkError',
      message: expect.stringMatching(/proxy in HTTPS_PROXY .*HTTP 407/),
    });
    await way.destroy();
  });

  it('that is not there is trouble like any other', async () => {
    const way = wayOut({ https_proxy: 'http://127.0.0.1:1' });
    expect(await failure(ask('/', { via: way }, 'api.provider.test'))).toMatchObject({
      kind: 'connection',
    });
    await way.destroy();
  });
});
