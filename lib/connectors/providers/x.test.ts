import { beforeEach, describe, expect, it } from 'vitest';
import { at as valueAt, joined, judge, listAt, text } from '@/lib/connectors/kit';
import type { Stream, Answer, Handle } from '@/lib/connectors/kit';
import x from '@/lib/connectors/providers/x';
import { bench, idsOf, send, sorted, START, walk } from '@/lib/connectors/testing/walk';
import type { Bench } from '@/lib/connectors/testing/walk';

const auth = x.auth as Handle;
const headers = auth.apply({ bearer_token: 'sandbox' });
const stream = (name: string): Stream => x.streams.find((s) => s.name === name)!;
const [profile, posts] = [stream('profile'), stream('posts')];
let b: Bench;
beforeEach(() => {
  b = bench();
});

const resolve = async (handle: string) =>
  auth.read(await send(b.sandbox, auth.resolve(handle), headers));
async function connect(handle: string) {
  const account = await resolve(handle);
  return {
    context: { account: { id: account!.external_account_id, details: {} }, config: {} },
    headers,
  };
}
const records = (account: string) =>
  b.sandbox.control.records({ provider: 'x', account, stream: 'posts' });
const mutate = (change: {
  account: string;
  create?: number;
  update?: number;
  delete?: number;
  ids?: string[];
}) => b.sandbox.control.mutate({ provider: 'x', stream: 'posts', ...change });

describe('X handle', () => {
  it.each([
    ['@acme', 'acme'],
    ['acme', 'acme'],
    [' Acme_1 ', 'Acme_1'],
    ['https://x.com/acme', 'acme'],
    ['https://twitter.com/acme/status/1?s=20', 'acme'],
    ['x.com/@acme', 'acme'],
    ['http://mobile.twitter.com/acme#top', 'acme'],
    ['https://x.com/home', null],
    ['https://x.com/i/flow', null],
    ['https://example.com/acme', null],
    ['two words', null],
    ['sixteen_letters_', null],
    ['', null],
    ['@', null],
    ['acme!', null],
  ])('%s is %s', (input, handle) => expect(auth.normalize(input)).toBe(handle));

  it('resolves to an account a person can recognise, by its number', async () => {
    expect(await resolve('Acme')).toMatchObject({
      handle: 'acme',
      display_name: 'Acme',
      verified: true,
      protected: false,
      profile_url: 'https://x.com/acme',
    });
    expect((await resolve('acme'))!.external_account_id).toMatch(/^\d+$/);
    expect((await resolve('acme'))!.followers).toBeGreaterThan(1_000);
    expect(await resolve('protected')).toMatchObject({ protected: true });
  });

  it('an unknown or suspended handle is nobody, and the answer is not an error', async () => {
    for (const handle of ['nobody_here', 'suspended']) {
      const answer = await send(b.sandbox, auth.resolve(handle), headers);
      expect(answer.status).toBe(200);
      expect(judge(answer, x.errors, START)).toBeNull();
      expect(auth.read(answer)).toBeNull();
    }
  });

  it('a wrong bearer token is the operator’s matter', async () => {
    expect(
      judge(
        await send(b.sandbox, auth.resolve('acme'), auth.apply({ bearer_token: 'wrong' })),
        x.errors,
        START,
      ),
    ).toMatchObject({ verdict: 'operator' });
  });
});

describe('X passes', () => {
  it('reads the profile as one record', async () => {
    const { context } = await connect('acme');
    const {
      ids,
      records: [record],
    } = await walk(b, x, profile.full, { context, headers });
    expect(ids).toEqual([context.account.id]);
    expect(valueAt(record, 'public_metrics.followers_count')).toBeGreaterThan(1_000);
  });

  it.each(['acme', 'globex'])('reads every post of %s once, newest first', async (handle) => {
    const { context } = await connect(handle);
    const { ids } = await walk(b, x, posts.full, { context, headers });
    expect(sorted(ids)).toEqual(idsOf(records(handle).live));
    expect(ids).toEqual(sorted(ids).reverse());
  });

  it('stops at the 3,200 posts X gives', async () => {
    const { context } = await connect('bulk_3500');
    const { ids, pages } = await walk(b, x, posts.full, { context, headers });
    expect(pages).toBe(32);
    expect(ids).toEqual(
      sorted(records('bulk_3500').live.map((r) => r.id))
        .reverse()
        .slice(0, 3_200),
    );
  });

  it('stores one form, whichever names the answer has', async () => {
    const keys = async (handle: string) => {
      const { context } = await connect(handle);
      const {
        records: [post],
      } = await walk(b, x, posts.full, { context, headers });
      const {
        records: [user],
      } = await walk(b, x, profile.full, { context, headers });
      return {
        raw: Object.keys(valueAt(post, 'public_metrics') as object),
        post: Object.keys(valueAt(posts.transform!(post!, context)!, 'public_metrics') as object),
        user: Object.keys(valueAt(profile.transform!(user!, context)!, 'public_metrics') as object),
      };
    };
    const [older, newer] = [await keys('acme'), await keys('globex')];
    expect(newer.raw).not.toEqual(older.raw);
    expect(newer.post).toEqual(older.post);
    expect(newer.post).toContain('retweet_count');
    expect(newer.user).toEqual(older.user);
  });

  it.each(['acme', 'globex'])(
    'each post of %s has its media, read again the same',
    async (handle) => {
      const { context } = await connect(handle);
      const { ids, records: read } = await walk(b, x, posts.full, { context, headers });
      const stored = read.map((record) => posts.transform!(record, context)!);
      const media = stored.map((record) => posts.canonical!.map(record)!.media);
      expect(media).toContainEqual([]);
      for (const type of ['image', 'video', 'animation'])
        expect(media.flat()).toContainEqual(
          expect.objectContaining({ type, width: 320, height: 180 }),
        );
      expect(media.flat()).toContainEqual(
        expect.objectContaining({
          url: expect.stringMatching(/^https:\/\/pbs\.twimg\.com\/media\//),
          preview_url: null,
          alt: expect.stringContaining('A picture of'),
        }),
      );
      const asked = ids.slice(0, 100);
      const answer = await send(b.sandbox, posts.recheck!.request(asked, context), headers);
      const again = joined(answer.body, listAt(answer.body, 'data'), posts.recheck!.joins);
      expect(again).toEqual(read.slice(0, 100));
    },
  );

  it('an incremental pass brings only new posts, keeps since_id on every page and an empty page ends it', async () => {
    const { context } = await connect('acme');
    const first = await walk(b, x, posts.full, { context, headers });
    const { bookmark } = posts.incremental!;
    const newest =
      bookmark.by === 'first_page' ? text(first.answers[0]!.body, bookmark.path) : null;
    expect(newest).toBe(first.ids[0]);
    const nothing = await walk(b, x, posts.incremental!.walk, { context, headers, since: newest });
    expect(nothing).toMatchObject({ ids: [], pages: 1, stopped: null });
    expect(nothing.answers[0]!.body).toEqual({ meta: { result_count: 0 } });

    b.clock.now += 9 * 3_600_000;
    const { created } = mutate({ account: 'acme', create: 230 });
    const later = await walk(b, x, posts.incremental!.walk, { context, headers, since: newest });
    const known = new Set(first.ids);
    expect(sorted(later.ids)).toEqual(idsOf(records('acme').live).filter((id) => !known.has(id)));
    expect(later.ids).toEqual(expect.arrayContaining(created));
    expect(later.pages).toBe(3);
    expect(later.requests.every((r) => r.query!.since_id === newest)).toBe(true);
  });

  it('a recheck brings new numbers and names what is gone, nothing else', async () => {
    const { context } = await connect('acme');
    const { ids, records: before } = await walk(b, x, posts.full, { context, headers });
    const asked = ids.slice(0, posts.recheck!.batch);
    const [gone] = [asked.slice(10, 13)];
    mutate({ account: 'acme', delete: 1, ids: gone });
    b.clock.now += 5 * 3_600_000;
    const answer = await send(b.sandbox, posts.recheck!.request(asked, context), headers);
    expect(judge(answer, x.errors, START)).toBeNull();
    expect(sorted(posts.recheck!.gone(answer))).toEqual(sorted(gone));
    const back = valueAt(answer.body, posts.recheck!.records) as Answer['body'][];
    expect(back.length).toBe(97);
    expect(valueAt(back[0], 'public_metrics.impression_count')).toBeGreaterThan(
      valueAt(before[0], 'public_metrics.impression_count') as number,
    );
    expect(
      posts.recheck!.gone({
        status: 200,
        headers: {},
        is_json: true,
        body: {
          errors: [
            {
              type: 'https://api.x.com/2/problems/not-authorized-for-resource',
              resource_type: 'tweet',
              resource_id: '1',
            },
          ],
        },
      }),
    ).toEqual([]);
  });
});
