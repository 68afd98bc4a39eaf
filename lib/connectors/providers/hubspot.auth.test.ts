import { beforeEach, describe, expect, it } from 'vitest';
import { bodyMatches, judge } from '@/lib/connectors/kit';
import type { Answer, OAuth, Stream, Verdict } from '@/lib/connectors/kit';
import hubspot from '@/lib/connectors/providers/hubspot';
import { APP, openAccount, tokenRequest } from '@/lib/connectors/testing/account';
import { bench, send, START, walk } from '@/lib/connectors/testing/walk';
import type { Bench } from '@/lib/connectors/testing/walk';

const auth = hubspot.auth as OAuth;
const stream = (name: string): Stream => hubspot.streams.find((s) => s.name === name)!;
let b: Bench;
beforeEach(() => {
  b = bench();
});

async function connect(account: string, options: { withhold?: string[] } = {}) {
  const opened = await openAccount(b.sandbox, hubspot, account, options);
  const body = opened.token!.body as {
    access_token: string;
    refresh_token: string;
    expires_in: number;
  };
  return { ...opened, answer: opened.token!, token: body };
}

describe('HubSpot authorization', () => {
  it('names the account and reads the granted scopes', async () => {
    const { answer, headers, token } = await connect('acme', { withhold: ['tickets'] });
    expect(auth.granted_scopes!(answer.body)).not.toContain('tickets');
    expect(token.expires_in).toBe(1_800);
    expect(auth.account.read(await send(b.sandbox, auth.account.request({}), headers), {})).toEqual(
      {
        id: '100001',
        label: 'HubSpot account 100001',
        details: { ui_domain: 'app.hubspot.com' },
      },
    );
  });

  it('knows a dead grant from the refresh answer, after revoking as the connector declares', async () => {
    const { token, headers } = await connect('acme');
    const { refresh_token } = token;
    const refresh = () =>
      send(b.sandbox, tokenRequest(auth, { grant_type: 'refresh_token', refresh_token }));
    expect((await refresh()).status).toBe(200);
    const revoked = await send(b.sandbox, auth.revoke!({ ...token, ...APP }));
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
