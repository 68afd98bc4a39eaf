import { expect, it } from 'vitest';
import { at } from '@/lib/connectors/kit';
import x from '@/lib/connectors/providers/x';
import { Connected, there, useBench } from '@/lib/connectors/testing/acceptance/bench';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';

const fresh = useBench();
const row: Acceptance = {
  connector: x,
  account: 'acme',
  named: { id: '', label: '@acme' },
  wrong: { credential: 'nobody_here', told: /./ },
  small_pages: { max_results: 50 },
  forbidden: { stream: 'posts', path: '/2/users', body: {} },
  answers: [],
  streams: {},
};

/** What X says when posts are looked up by id. */
const saying = (type: string, ids: readonly string[]) =>
  ids.map((id) => ({
    value: id,
    resource_id: id,
    resource_type: 'tweet',
    parameter: 'ids',
    title: 'Authorization Error',
    detail: `Sorry, you are not authorized to see the tweet with ids: [${id}].`,
    type: `https://api.twitter.com/2/problems/${type}`,
  }));

it.each([
  ['not shown to us', 'not-authorized-for-resource', 0],
  ['of a kind nobody has heard of', 'something-new', 0],
  ['not found', 'resource-not-found', 3],
])('posts that are %s when they are looked up again: %s deletes %i', async (_, type, deleted) => {
  const bench = await fresh(row);
  const connected = await Connected.synced(bench);
  const ids = there(bench, 'posts');
  bench.control.fault({
    provider: 'x',
    path: '/2/tweets$',
    kind: 'alter',
    drop: ['data'],
    fields: { errors: saying(type, ids.slice(0, 3)) },
  });
  const run = await connected.sync();
  expect(run).toMatchObject({ status: 'completed', records_deleted: deleted });
  const stored = (await connected.stored('posts')).map((post) => post.id);
  expect(stored).toEqual(ids.slice(deleted));
});

it('X is asked once in the names it does not know, and from then on in those it took', async () => {
  const bench = await fresh(row);
  const fields = SANDBOX_PROVIDERS.find((provider) => provider.slug === 'x')!.modes!.fields!;
  expect(fields).toEqual(['both', 'old', 'new']);
  for (const value of ['old', 'new']) {
    bench.control.mode({ provider: 'x', name: 'fields', value });
    const connected = await Connected.synced(bench);
    expect(await connected.lastRun()).toMatchObject({ status: 'completed' });
    bench.control.clearRequests();
    const before = bench.control.requests('x').statuses['400'] ?? 0;
    expect(await connected.sync()).toMatchObject({ records_written: 0 });
    expect(bench.control.requests('x').statuses['400'] ?? 0).toBe(before);
    const [post] = await connected.stored('posts');
    expect(at(post!.data, 'public_metrics.retweet_count')).toBeTypeOf('number');
  }
});

it.each(['{}', '{"meta":{}}', '{"data":null}', '{"meta":{"result_count":3}}'])(
  'a timeline answered by %s is no empty one: it fails the stream and moves no bookmark',
  async (body) => {
    const bench = await fresh(row);
    const connected = await Connected.synced(bench);
    const [bookmark, stored] = [await connected.bookmark('posts'), await connected.stored('posts')];
    const headers = { 'content-type': 'application/json' };
    bench.control.fault({ provider: 'x', path: '/2/users/*/tweets', kind: 'raw', headers, body });
    for (const full of [false, true]) {
      const run = await connected.sync({ full, streams: ['posts'] });
      expect(run).toMatchObject({ status: 'failed', records_deleted: 0 });
      expect(await connected.bookmark('posts')).toBe(bookmark);
    }
    expect(await connected.stored('posts')).toEqual(stored);
  },
);

it('a timeline that says it has nothing new is a good answer', async () => {
  const bench = await fresh(row);
  const connected = await Connected.synced(bench);
  const bookmark = await connected.bookmark('posts');
  expect(await connected.sync({ streams: ['posts'] })).toMatchObject({
    status: 'completed',
    records_written: 0,
  });
  expect(await connected.bookmark('posts')).toBe(bookmark);
});
