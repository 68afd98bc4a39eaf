import { beforeEach, describe, expect, it } from 'vitest';
import { judge } from '@/lib/connectors/kit';
import type { Account, Stream, Answer, ApiKey, Verdict } from '@/lib/connectors/kit';
import pipedrive from '@/lib/connectors/providers/pipedrive';
import { bench, idsOf, send, sorted, START, walk } from '@/lib/connectors/testing/walk';
import type { Bench } from '@/lib/connectors/testing/walk';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';

const auth = pipedrive.auth as ApiKey;
const stream = (name: string): Stream => pipedrive.streams.find((s) => s.name === name)!;
let b: Bench;
beforeEach(() => {
  b = bench();
});

const keyOf = (name: string) =>
  COMPANIES.find((c) => c.name === name)?.key ??
  `b01d${name.replace('bulk-', '').padStart(36, '0')}`;
async function connect(name: string) {
  const headers = auth.apply({ api_key: keyOf(name) });
  const account: Account = auth.account.read(
    await send(b.sandbox, auth.account.request({}), headers),
    {},
  );
  return {
    account,
    headers,
    context: { account: { id: account.id, details: account.details ?? {} }, config: {} },
  };
}
const records = (account: string, name: string) =>
  b.sandbox.control.records({ provider: 'pipedrive', account, stream: name });
const mutate = (change: {
  account: string;
  stream: string;
  create?: number;
  update?: number;
  delete?: number;
}) => b.sandbox.control.mutate({ provider: 'pipedrive', ...change });

describe('Pipedrive key', () => {
  it('names the company, whose host is used from then on', async () => {
    const { account, context, headers } = await connect('acme');
    expect(account.label).toMatch(/^Acme \(.+@acme\.example\)$/);
    expect(account.details).toEqual({ company_domain: 'acme' });
    const { requests } = await walk(b, pipedrive, stream('stages').full, { context, headers });
    expect(requests[0]!.url).toBe('https://acme.pipedrive.com/api/v2/stages');
  });

  it('all sandbox keys match the pattern of the form', () => {
    for (const { key } of COMPANIES) expect(key).toMatch(new RegExp(auth.fields[0]!.pattern!));
  });

  it('needs a person when it is unknown, or revoked later', async () => {
    const unknown = await send(
      b.sandbox,
      auth.account.request({}),
      auth.apply({ api_key: 'a'.repeat(40) }),
    );
    expect(judge(unknown, pipedrive.errors, START)).toMatchObject({ verdict: 'needs_reauth' });
    const { context, headers } = await connect('globex');
    b.sandbox.control.revoke({ provider: 'pipedrive', account: 'globex' });
    expect(
      (await walk(b, pipedrive, stream('deals').full, { context, headers })).stopped,
    ).toMatchObject({ verdict: 'needs_reauth' });
  });
});

describe('Pipedrive passes', () => {
  it.each(pipedrive.streams.map((s) => s.name))(
    'a full pass reads every one of the %s, once',
    async (name) => {
      const { context, headers } = await connect('acme');
      const { ids, stopped } = await walk(b, pipedrive, stream(name).full, { context, headers });
      expect(stopped).toBeNull();
      expect(ids.length).toBeGreaterThan(1);
      expect(sorted(ids)).toEqual(idsOf(records('acme', name).live));
    },
  );

  it('follows the cursor over many pages', async () => {
    const { context, headers } = await connect('bulk-2600');
    const { ids, pages } = await walk(b, pipedrive, stream('persons').full, { context, headers });
    expect(pages).toBe(6);
    expect(new Set(ids).size).toBe(2_600);
  });

  it('an empty company has no records, also where the list is null', async () => {
    const { context, headers } = await connect('empty');
    for (const s of pipedrive.streams)
      expect((await walk(b, pipedrive, s.full, { context, headers })).ids).toEqual([]);
  });

  it.each(['deals', 'persons', 'organizations', 'activities'])(
    'an incremental pass reads exactly the %s that changed since',
    async (name) => {
      const { context, headers } = await connect('acme');
      const since = new Date(b.clock.now).toISOString();
      b.clock.now += 40 * 60_000;
      mutate({ account: 'acme', stream: name, create: 2, update: 4 });
      b.clock.now += 2_000;
      const want = records('acme', name).live.filter((r) => r.updated_at >= since);
      expect(want.length).toBeGreaterThan(6);
      const { ids } = await walk(b, pipedrive, stream(name).incremental!.walk, {
        context,
        headers,
        since,
      });
      expect(sorted(ids)).toEqual(idsOf(want));
    },
  );

  it('misses nothing between two passes, whatever the second', async () => {
    const { context, headers } = await connect('bulk-50');
    const first = b.clock.now;
    b.clock.now += 500;
    const { updated } = mutate({ account: 'bulk-50', stream: 'persons', update: 7 });
    const { walk: persons, bookmark } = stream('persons').incremental!;
    const none = await walk(b, pipedrive, persons, {
      context,
      headers,
      since: new Date(first).toISOString(),
    });
    b.clock.now += 30_000;
    const overlap = bookmark.by === 'time' ? bookmark.overlap_seconds * 1000 : 0;
    const later = await walk(b, pipedrive, persons, {
      context,
      headers,
      since: new Date(first + 500 - overlap).toISOString(),
    });
    expect(sorted([...new Set([...none.ids, ...later.ids])])).toEqual(sorted(updated));
  });

  it('deleted deals are listed, all of them and since a time', async () => {
    const { context, headers } = await connect('globex');
    const { deletions } = stream('deals');
    if (deletions.by !== 'listing') throw new Error('deals must list deletions');
    expect(sorted((await walk(b, pipedrive, deletions.walk, { context, headers })).ids)).toEqual(
      idsOf(records('globex', 'deals').deleted),
    );
    const since = new Date(b.clock.now).toISOString();
    b.clock.now += 5_000;
    const { deleted } = mutate({ account: 'globex', stream: 'deals', delete: 3 });
    const found = await walk(b, pipedrive, deletions.walk, { context, headers, since });
    expect(sorted(found.ids)).toEqual(sorted(deleted));
    expect(found.records[0]).toMatchObject({ is_deleted: true, status: 'deleted' });
    const { ids } = await walk(b, pipedrive, stream('deals').full, { context, headers });
    expect(ids).not.toEqual(expect.arrayContaining(deleted));
  });
});

describe('Pipedrive answers', () => {
  const answer = (
    status: number,
    body: Answer['body'],
    headers: Record<string, string> = {},
  ): Answer => ({ status, body, headers, is_json: typeof body !== 'string' });
  it.each<[string, Answer, Verdict, number | null]>([
    [
      'bad token',
      answer(401, { success: false, error: 'unauthorized access' }),
      'needs_reauth',
      null,
    ],
    ['unpaid', answer(402, { error_info: 'x' }), 'config', null],
    ['Cloudflare', answer(403, '<html>'), 'rate_limited', START + 300_000],
    ['no permission', answer(403, { success: false }), 'missing_scope', null],
    [
      'day used up',
      answer(429, {}, { 'x-daily-ratelimit-token-remaining': '0', 'x-ratelimit-reset': '2' }),
      'rate_limited',
      START + 3_600_000,
    ],
    [
      'burst',
      answer(429, {}, { 'x-daily-ratelimit-token-remaining': '149000', 'x-ratelimit-reset': '2' }),
      'rate_limited',
      START + 2_000,
    ],
    ['burst without headers', answer(429, {}), 'rate_limited', START + 2_000],
    [
      'dead cursor',
      answer(400, { error: 'Bad request', error_info: 'Invalid cursor' }),
      'restart_pass',
      null,
    ],
    ['bad request', answer(400, { error: 'Bad request', error_info: 'limit' }), 'fail', null],
    ['down', answer(503, {}), 'retry', null],
  ])('%s', (_, given, verdict, retry_at) => {
    expect(judge(given, pipedrive.errors, START)).toMatchObject({ verdict, retry_at_ms: retry_at });
  });

  it.each<[string, Verdict]>([
    ['initech', 'retry'],
    ['stark', 'config'],
    ['wayne', 'rate_limited'],
  ])('%s connects, then its deals are judged %s', async (name, verdict) => {
    const { context, headers } = await connect(name);
    expect(
      (await walk(b, pipedrive, stream('deals').full, { context, headers })).stopped?.verdict,
    ).toBe(verdict);
  });

  it('the sandbox’s own bursts and HTML pages ask for a pause', async () => {
    const { context, headers } = await connect('globex');
    b.sandbox.control.limits({ off: false });
    let stopped = null;
    for (let i = 0; i < 21; i++)
      ({ stopped } = await walk(b, pipedrive, stream('stages').full, { context, headers }));
    expect(stopped).toMatchObject({ verdict: 'rate_limited', retry_at_ms: START + 2_000 });
    b.clock.now += 2_000;
    b.sandbox.control.fault({ provider: 'pipedrive', kind: 'html', times: 1 });
    expect(
      (await walk(b, pipedrive, stream('stages').full, { context, headers })).stopped,
    ).toMatchObject({ verdict: 'rate_limited' });
  });

  it('refuses a cursor it did not give', async () => {
    const { context, headers } = await connect('globex');
    const options = { context, headers, from: 'nonsense' };
    expect((await walk(b, pipedrive, stream('persons').full, options)).stopped).toMatchObject({
      verdict: 'restart_pass',
    });
  });
});
