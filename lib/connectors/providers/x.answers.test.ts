import { beforeEach, describe, expect, it } from 'vitest';
import { judge } from '@/lib/connectors/kit';
import type { Answer, Handle, Stream, Verdict } from '@/lib/connectors/kit';
import x from '@/lib/connectors/providers/x';
import { bench, send, START, walk } from '@/lib/connectors/testing/walk';
import type { Bench } from '@/lib/connectors/testing/walk';

const auth = x.auth as Handle;
const headers = auth.apply({ bearer_token: 'sandbox' });
const stream = (name: string): Stream => x.streams.find((s) => s.name === name)!;
const [profile, posts] = [stream('profile'), stream('posts')];
let b: Bench;
beforeEach(() => {
  b = bench();
});

async function connect(handle: string) {
  const account = auth.read(await send(b.sandbox, auth.resolve(handle), headers));
  return {
    context: { account: { id: account!.external_account_id, details: {} }, config: {} },
    headers,
  };
}

describe('X answers', () => {
  const answer = (
    status: number,
    body: Answer['body'],
    extra: Record<string, string> = {},
  ): Answer => ({ status, body, headers: extra, is_json: typeof body !== 'string' });
  const type = (name: string) => `https://api.twitter.com/2/problems/${name}`;
  it.each<[string, Answer, Verdict, number | null]>([
    ['bad bearer', answer(401, { title: 'Unauthorized' }), 'operator', null],
    [
      'app not enrolled',
      answer(403, { type: type('client-forbidden'), reason: 'client-not-enrolled' }),
      'operator',
      null,
    ],
    [
      'protected, as a status',
      answer(403, { type: type('not-authorized-for-resource') }),
      'missing_scope',
      null,
    ],
    [
      'protected, as a partial error',
      answer(200, {
        errors: [
          { type: type('not-authorized-for-resource'), resource_type: 'user', parameter: 'id' },
        ],
      }),
      'missing_scope',
      null,
    ],
    [
      'gone',
      answer(200, {
        errors: [
          {
            type: 'https://api.x.com/2/problems/resource-not-found',
            resource_type: 'user',
            parameter: 'ids',
            detail: 'x',
          },
        ],
      }),
      'config',
      null,
    ],
    [
      'window used up',
      answer(
        429,
        { title: 'Too Many Requests' },
        { 'x-rate-limit-reset': String(START / 1000 + 300) },
      ),
      'rate_limited',
      START + 300_000,
    ],
    [
      'money used up',
      answer(429, { type: type('usage-capped') }, { 'x-rate-limit-reset': '1' }),
      'operator',
      null,
    ],
    [
      'dead page token',
      answer(400, { errors: [{ parameters: { pagination_token: ['z'] } }] }),
      'restart_pass',
      null,
    ],
    ['down', answer(503, {}), 'retry', null],
  ])('%s', (_, given, verdict, retry_at) => {
    expect(judge(given, x.errors, START)).toMatchObject({ verdict, retry_at_ms: retry_at });
  });

  it('a protected account gives its profile and no posts', async () => {
    const { context } = await connect('protected');
    expect((await walk(b, x, profile.full, { context, headers })).ids).toHaveLength(1);
    expect((await walk(b, x, posts.full, { context, headers })).stopped).toMatchObject({
      verdict: 'missing_scope',
      message: 'This account’s posts are protected.',
    });
  });

  it('an account that X suspends later says so', async () => {
    const { context } = await connect('globex');
    b.sandbox.control.revoke({ provider: 'x', account: 'globex' });
    for (const s of [profile, posts])
      expect((await walk(b, x, s.full, { context, headers })).stopped).toMatchObject({
        verdict: 'config',
        message: 'X no longer shows this account: User has been suspended: [globex].',
      });
  });

  it('the sandbox’s own windows, faults and refusals are understood', async () => {
    const { context } = await connect('acme');
    b.sandbox.control.fault({
      provider: 'x',
      account: 'acme',
      kind: '429',
      retry_after: 60,
      times: 1,
    });
    expect((await walk(b, x, posts.full, { context, headers })).stopped).toMatchObject({
      verdict: 'rate_limited',
      retry_at_ms: START + 60_000,
    });
    const options = { context, headers, from: 'nonsense' };
    expect((await walk(b, x, posts.full, options)).stopped).toMatchObject({
      verdict: 'restart_pass',
    });
    b.sandbox.control.limits({ off: false });
    let last = null;
    for (let i = 0; i < 301; i++) last = await send(b.sandbox, auth.resolve('acme'), headers);
    expect(judge(last!, x.errors, START)).toMatchObject({
      verdict: 'rate_limited',
      retry_at_ms: START + 15 * 60_000,
    });
  });
});
