import { beforeEach, describe, expect, it } from 'vitest';
import { at as valueAt, judge, text } from '@/lib/connectors/kit';
import type { Stream } from '@/lib/connectors/kit';
import x from '@/lib/connectors/providers/x';
import { openAccount } from '@/lib/connectors/testing/account';
import { bench, send, START, walk } from '@/lib/connectors/testing/walk';
import type { Bench } from '@/lib/connectors/testing/walk';

const stream = (name: string): Stream => x.streams.find((s) => s.name === name)!;
const [profile, posts] = [stream('profile'), stream('posts')];
let b: Bench;
beforeEach(() => {
  b = bench();
});
const connect = (handle: string) => openAccount(b.sandbox, x, handle);
const records = (account: string) =>
  b.sandbox.control.records({ provider: 'x', account, stream: 'posts' });

describe('X by any names of its fields', () => {
  it.each(['both', 'old', 'new'])(
    'mode %s: everything asked for comes, in one form',
    async (value) => {
      b.sandbox.control.mode({ provider: 'x', name: 'fields', value });
      const { context, headers } = await connect('acme');
      expect(context.account.id).toMatch(/^\d+$/);
      const { records: read, stopped } = await walk(b, x, posts.full, { context, headers });
      expect(stopped).toBeNull();
      const stored = read.map((post) => posts.transform!(post, context)!);
      expect(stored.some((post) => valueAt(post, 'referenced_tweets.0.id') !== undefined)).toBe(
        true,
      );
      for (const path of ['author_id', 'created_at', 'public_metrics.retweet_count', 'lang'])
        expect(stored.filter((post) => valueAt(post, path) === undefined)).toEqual([]);
      const { records: users } = await walk(b, x, profile.full, { context, headers });
      const user = profile.transform!(users[0]!, context)!;
      expect(valueAt(user, 'public_metrics.tweet_count')).toBeGreaterThan(1_000);
      const again = await send(
        b.sandbox,
        posts.recheck!.request([text(stored[0], 'id')!], context),
        headers,
      );
      expect(valueAt(again.body, 'data.0.public_metrics.like_count')).toBeTypeOf('number');
    },
  );

  it('another refusal of a parameter is not taken for an unknown name', async () => {
    const { context, headers } = await connect('acme');
    const { stopped, requests } = await walk(b, x, posts.full, {
      context,
      headers,
      from: 'nonsense',
    });
    expect(stopped?.verdict).toBe('restart_pass');
    expect(requests).toHaveLength(1);
    expect(b.sandbox.control.requests('x').statuses['400']).toBe(1);
  });
});

describe('X posts that are not shown', () => {
  it.each([
    ['of a protected account', 'protected', () => undefined],
    [
      'of a suspended account',
      'globex',
      () => b.sandbox.control.revoke({ provider: 'x', account: 'globex' }),
    ],
  ])('looked up by id, those %s are not gone', async (_, account, before) => {
    const { context, headers } = await connect('acme');
    const ids = records(account).live.map((post) => post.id);
    expect(ids.length).toBeGreaterThan(3);
    before();
    const answer = await send(b.sandbox, posts.recheck!.request(ids, context), headers);
    expect(valueAt(answer.body, 'errors.0.type')).toMatch(/not-authorized-for-resource$/);
    expect(judge(answer, x.errors, START)).toBeNull();
    expect(posts.recheck!.gone(answer)).toEqual([]);
  });
});
