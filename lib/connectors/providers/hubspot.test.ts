import { beforeEach, describe, expect, it } from 'vitest';
import { bodyMatches, judge } from '@/lib/connectors/kit';
import type { Stream, Answer, OAuth, Verdict } from '@/lib/connectors/kit';
import hubspot from '@/lib/connectors/providers/hubspot';
import { bench, idsOf, send, sorted, START, walk } from '@/lib/connectors/testing/walk';
import type { Bench } from '@/lib/connectors/testing/walk';

const auth = hubspot.auth as OAuth;
const stream = (name: string): Stream => hubspot.streams.find((s) => s.name === name)!;
const SCOPES = auth.scopes.map((s) => s.scope).join(' ');
const REDIRECT = 'http://localhost:3000/api/oauth/callback';
let b: Bench;
beforeEach(() => {
  b = bench();
});

/** Consents as a person would and exchanges the code as the connector declares. */
async function connect(account: string, { withhold = [] as string[] } = {}) {
  const form = new URLSearchParams({
    client_id: 'sandbox',
    redirect_uri: REDIRECT,
    scope: SCOPES,
    state: 's1',
    account,
    decision: 'allow',
  });
  for (const scope of withhold) form.append('withhold', scope);
  const allowed = await b.sandbox.fetch(
    new Request('http://sandbox/app.hubspot.com/oauth/authorize', { method: 'POST', body: form }),
  );
  const back = new URL(allowed.headers.get('location')!);
  expect(back.searchParams.get('state')).toBe('s1');
  const answer = await send(b.sandbox, {
    method: 'POST',
    url: String(auth.token_url),
    form: {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code')!,
      redirect_uri: REDIRECT,
      client_id: 'sandbox',
      client_secret: 'sandbox',
    },
  });
  expect(answer.status).toBe(200);
  const token = answer.body as { access_token: string; refresh_token: string; expires_in: number };
  return {
    token,
    answer,
    context: { account: { id: 'x', details: {} }, config: {} },
    headers: auth.apply(token.access_token),
  };
}
const records = (account: string, name: string) =>
  b.sandbox.control.records({ provider: 'hubspot', account, stream: name });

describe('HubSpot authorization', () => {
  it('names the account and reads the granted scopes', async () => {
    const { answer, headers, token } = await connect('acme', { withhold: ['tickets'] });
    expect(auth.granted_scopes!(answer.body)).not.toContain('tickets');
    expect(token.expires_in).toBe(1_800);
    expect(auth.account.read(await send(b.sandbox, auth.account.request({}), headers))).toEqual({
      id: '100001',
      label: 'HubSpot account 100001',
      details: { ui_domain: 'app.hubspot.com' },
    });
  });

  it('knows a dead grant from the refresh answer, after revoking as the connector declares', async () => {
    const { token, headers } = await connect('acme');
    const client = { client_id: 'sandbox', client_secret: 'sandbox' };
    const refresh = () =>
      send(b.sandbox, {
        method: 'POST',
        url: String(auth.token_url),
        form: { grant_type: 'refresh_token', refresh_token: token.refresh_token, ...client },
      });
    expect((await refresh()).status).toBe(200);
    const revoked = await send(b.sandbox, auth.revoke!({ ...token, ...client }));
    expect(revoked.status).toBe(204);
    const answer = await refresh();
    expect(answer.status).toBe(400);
    expect(auth.grant_gone!.some((match) => bodyMatches(answer.body, match))).toBe(true);
    const call = await send(
      b.sandbox,
      { url: 'https://api.hubapi.com/crm/v3/objects/contacts' },
      headers,
    );
    expect(judge(call, hubspot.errors, START)?.verdict).toBe('refresh_token');
  });

  it('refreshes an expired access token', async () => {
    const { context, headers } = await connect('globex');
    b.clock.now += 1_801_000;
    const { stopped } = await walk(b, hubspot, stream('contacts').full, { context, headers });
    expect(stopped).toMatchObject({
      verdict: 'refresh_token',
      message: expect.stringContaining('HubSpot no longer accepts this authorization'),
    });
  });
});

describe('HubSpot full pass', () => {
  it.each(hubspot.streams.map((s) => s.name))('reads every one of the %s, once', async (name) => {
    const { context, headers } = await connect('acme');
    const { ids, stopped } = await walk(b, hubspot, stream(name).full, { context, headers });
    expect(stopped).toBeNull();
    expect(ids.length).toBeGreaterThan(10);
    expect(sorted(ids)).toEqual(idsOf(records('acme', name).live));
  });

  it('loses nothing when records are archived and created during the walk', async () => {
    const { context, headers } = await connect('bulk-1000');
    const before = records('bulk-1000', 'contacts').live.map((r) => r.id);
    const gone = before.slice(0, 30);
    const { ids } = await walk(b, hubspot, stream('contacts').full, {
      context,
      headers,
      between: (page) => {
        if (page === 2)
          b.sandbox.control.mutate({
            provider: 'hubspot',
            account: 'bulk-1000',
            stream: 'contacts',
            delete: 1,
            ids: gone,
          });
      },
    });
    expect(sorted(ids)).toEqual(sorted(before));
  });

  it('skips a stream whose scope was not given', async () => {
    const { context, headers } = await connect('acme', { withhold: ['tickets'] });
    const { stopped } = await walk(b, hubspot, stream('tickets').full, { context, headers });
    expect(stopped).toMatchObject({
      verdict: 'missing_scope',
      message: 'HubSpot was not given the permission tickets.',
    });
  });
});

describe('HubSpot incremental pass', () => {
  it('reads exactly what changed since, and nothing twice', async () => {
    const { context, headers } = await connect('acme');
    const since = new Date(b.clock.now).toISOString();
    b.clock.now += 25 * 60_000;
    b.sandbox.control.mutate({
      provider: 'hubspot',
      account: 'acme',
      stream: 'contacts',
      create: 3,
      update: 5,
    });
    const want = records('acme', 'contacts').live.filter((r) => r.updated_at >= since);
    expect(want.length).toBeGreaterThan(8);
    const { ids, stopped } = await walk(b, hubspot, stream('contacts').incremental!.walk, {
      context,
      headers,
      since,
    });
    expect(stopped).toBeNull();
    expect(sorted(ids)).toEqual(idsOf(want));
  });

  it('reads more than 10,000 changes, across ids of different length', async () => {
    const { context, headers } = await connect('bulk-12500');
    const since = new Date(b.clock.now + 1_000).toISOString();
    b.clock.now += 60_000;
    const { updated } = b.sandbox.control.mutate({
      provider: 'hubspot',
      account: 'bulk-12500',
      stream: 'contacts',
      update: 12_300,
    });
    expect(new Set(updated.map((id) => id.length)).size).toBe(2);
    const { ids, stopped, answers, requests } = await walk(
      b,
      hubspot,
      stream('contacts').incremental!.walk,
      { context, headers, since },
    );
    expect(stopped).toBeNull();
    expect(answers[0]!.body).toMatchObject({ total: 12_300 });
    expect(sorted(ids)).toEqual(sorted(updated));
    expect(requests.length).toBeLessThanOrEqual(63);
  });

  it('goes on over pages that are short or empty because what was on them is archived', async () => {
    const { context, headers } = await connect('bulk-1000');
    const since = new Date(b.clock.now + 1_000).toISOString();
    b.clock.now += 60_000;
    const target = { provider: 'hubspot', account: 'bulk-1000', stream: 'contacts' };
    const { updated } = b.sandbox.control.mutate({ ...target, update: 1_000 });
    const inTextOrder = sorted(updated);
    const gone = [...inTextOrder.slice(150, 650), ...inTextOrder.slice(700, 710)];
    b.sandbox.control.mutate({ ...target, delete: 1, ids: gone });
    b.clock.now += 1_000;
    const { ids, sizes, requests } = await walk(b, hubspot, stream('contacts').incremental!.walk, {
      context,
      headers,
      since,
    });
    expect(sorted(ids)).toEqual(inTextOrder.filter((id) => !gone.includes(id)));
    expect(sizes).toContain(0);
    expect(sizes.slice(0, -1).some((size) => size > 0 && size < 200)).toBe(true);
    expect(requests.some((r) => (r.json as { after: string }).after !== '0')).toBe(true);
  });

  it('loses nothing when records leave the window during the walk', async () => {
    const { context, headers } = await connect('bulk-1000');
    const target = { provider: 'hubspot', account: 'bulk-1000', stream: 'contacts' };
    const since = new Date(b.clock.now + 1_000).toISOString();
    b.clock.now += 60_000;
    const { updated } = b.sandbox.control.mutate({ ...target, update: 1_000 });
    const inTextOrder = sorted(updated);
    const { ids } = await walk(b, hubspot, stream('contacts').incremental!.walk, {
      context,
      headers,
      since,
      // Already read ones change again: paging by offset would now skip as many unread ones.
      between: (page) => {
        if (page === 2) {
          b.clock.now += 5_000;
          b.sandbox.control.mutate({ ...target, ids: inTextOrder.slice(0, 200) });
        }
      },
    });
    expect(sorted(ids)).toEqual(inTextOrder);
  });

  it('gives the same record from search as from the listing', async () => {
    const { context, headers } = await connect('globex');
    for (const name of [
      'contacts',
      'companies',
      'deals',
      'tickets',
      'calls',
      'meetings',
      'notes',
      'tasks',
      'emails',
    ]) {
      const s = stream(name);
      const listed = await walk(b, hubspot, s.full, { context, headers });
      const found = await walk(b, hubspot, s.incremental!.walk, { context, headers });
      const byId = new Map(
        found.records
          .map((r) => s.transform!(r, context))
          .map((r) => [(r as { id: string }).id, r]),
      );
      expect(byId.size).toBe(listed.ids.length);
      for (const record of listed.records)
        expect(byId.get((record as { id: string }).id)).toEqual(s.transform!(record, context));
    }
  });
});

describe('HubSpot deletions', () => {
  it('lists what is archived, with the time', async () => {
    const { context, headers } = await connect('bulk-500');
    const { deleted } = b.sandbox.control.mutate({
      provider: 'hubspot',
      account: 'bulk-500',
      stream: 'contacts',
      delete: 130,
    });
    const { deletions } = stream('contacts');
    if (deletions.by !== 'listing') throw new Error('contacts must list deletions');
    const { ids, records: items } = await walk(b, hubspot, deletions.walk, { context, headers });
    expect(sorted(ids)).toEqual(sorted(deleted));
    expect(items[0]).toMatchObject({
      archived: true,
      archivedAt: new Date(b.clock.now).toISOString(),
    });
  });
});

describe('HubSpot answers', () => {
  const answer = (
    status: number,
    body: Answer['body'],
    headers: Record<string, string> = {},
  ): Answer => ({ status, body, headers, is_json: typeof body !== 'string' });
  it.each<[string, Answer, Verdict, number | null]>([
    ['expired token', answer(401, { category: 'EXPIRED_AUTHENTICATION' }), 'refresh_token', null],
    ['unknown token', answer(401, { category: 'INVALID_AUTHENTICATION' }), 'refresh_token', null],
    [
      'missing scope',
      answer(403, {
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['tickets'] } }],
      }),
      'missing_scope',
      null,
    ],
    ['no such object type', answer(404, { category: 'OBJECT_NOT_FOUND' }), 'missing_scope', null],
    ['daily limit', answer(429, { policyName: 'DAILY' }), 'rate_limited', START + 3_600_000],
    ['per second', answer(429, { policyName: 'SECONDLY' }), 'rate_limited', START + 1_000],
    [
      'per ten seconds',
      answer(429, { policyName: 'TEN_SECONDLY_ROLLING' }),
      'rate_limited',
      START + 10_000,
    ],
    [
      'Retry-After wins',
      answer(429, { policyName: 'TEN_SECONDLY_ROLLING' }, { 'retry-after': '7' }),
      'rate_limited',
      START + 7_000,
    ],
    ['migrating', answer(477, {}, { 'retry-after': '30' }), 'rate_limited', START + 30_000],
    ['locked', answer(423, {}), 'retry', null],
    ['bad request', answer(400, { category: 'VALIDATION_ERROR', message: 'no' }), 'fail', null],
    ['down', answer(503, {}), 'retry', null],
    ['proxy error page', answer(530, '<html>'), 'retry', null],
    ['HTML instead of JSON', answer(200, '<html>'), 'retry', null],
  ])('%s', (_, given, verdict, retry_at) => {
    expect(judge(given, hubspot.errors, START)).toMatchObject({ verdict, retry_at_ms: retry_at });
  });

  it.each<['401' | '429' | '500' | '503' | 'html', Verdict]>([
    ['401', 'refresh_token'],
    ['429', 'rate_limited'],
    ['500', 'retry'],
    ['503', 'retry'],
    ['html', 'retry'],
  ])('judges the sandbox’s own %s', async (kind, verdict) => {
    const { context, headers } = await connect('globex');
    b.sandbox.control.fault({
      provider: 'hubspot',
      account: 'globex',
      path: '/crm',
      kind,
      times: 1,
    });
    const first = await walk(b, hubspot, stream('deals').full, { context, headers });
    expect(first.stopped?.verdict).toBe(verdict);
    expect((await walk(b, hubspot, stream('deals').full, { context, headers })).stopped).toBeNull();
  });
});
