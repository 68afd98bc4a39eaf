import { beforeEach, describe, expect, it } from 'vitest';
import { userId } from '@/lib/sandbox/data/x';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { ask, HOUR, START } from '@/lib/sandbox/testing';

type Fields = Record<string, unknown> & { id: string };
interface Posts {
  data?: Fields[];
  meta?: { result_count: number; next_token?: string };
  errors?: { type: string; resource_type: string; resource_id: string; message?: string }[];
  includes?: { users?: Fields[]; media?: (Fields & { media_key: string })[] };
}
let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
  sandbox.control.limits({ off: true });
});
const at = <Body = Posts>(path: string) =>
  ask<Body>(sandbox, `api.x.com/2${path}`, { authorization: 'Bearer sandbox' });
const timeline = (handle: string, query = '') => at(`/users/${userId(handle)}/tweets${query}`);
const user = async (query = '') =>
  (await at<{ data: Fields }>(`/users/by/username/acme${query}`)).body.data;
const mode = (value: string) => sandbox.control.mode({ provider: 'x', name: 'fields', value });

describe('X answers', () => {
  it('hold the least that X gives when no fields are asked for', async () => {
    const { data } = (await timeline('acme', '?max_results=100')).body;
    for (const post of data!)
      expect(Object.keys(post).toSorted()).toEqual(['edit_history_tweet_ids', 'id', 'text']);
    expect(Object.keys(await user()).toSorted()).toEqual(['id', 'name', 'username']);
    const [looked] = (await at(`/tweets?ids=${data![0]!.id}`)).body.data!;
    expect(looked).toEqual(data![0]);
    expect((await at<{ data: Fields }>(`/tweets/${looked!.id}`)).body.data).toEqual(looked);
  });

  it('hold the fields asked for, and the authors when expanded', async () => {
    const { data, includes } = (
      await timeline(
        'acme',
        '?tweet.fields=lang,created_at&expansions=author_id&user.fields=verified',
      )
    ).body;
    expect(data![0]).toMatchObject({ lang: 'en', created_at: expect.any(String) });
    expect(includes!.users).toEqual([
      { id: userId('acme'), name: 'Acme', username: 'acme', verified: true },
    ]);
    expect(await user('?user.fields=protected')).toMatchObject({ protected: false });
  });

  it('what hangs on posts only when it is expanded, with the fields asked for, each once', async () => {
    const bare = (await timeline('acme', '?tweet.fields=attachments')).body;
    expect(bare.includes).toBeUndefined();
    expect(bare.data!.some((post) => post.attachments)).toBe(true);
    const { data, includes } = (
      await timeline('acme', '?max_results=100&expansions=attachments.media_keys')
    ).body;
    const named = data!.flatMap(
      (post) => (post.attachments as { media_keys: string[] } | undefined)?.media_keys ?? [],
    );
    expect(includes!.media!.map((media) => media.media_key)).toEqual(named);
    expect(new Set(named).size).toBe(named.length);
    expect(includes!.media![0]).toEqual({
      media_key: expect.stringMatching(/^\d+_\d+$/),
      type: expect.any(String),
    });
    const { body } = await timeline(
      'acme',
      '?max_results=100&expansions=attachments.media_keys&media.fields=url,preview_image_url,width',
    );
    const { media } = body.includes!;
    expect(new Set(media!.map(({ type }) => type))).toEqual(
      new Set(['photo', 'video', 'animated_gif']),
    );
    for (const one of media!) {
      expect(Object.hasOwn(one, 'url')).toBe(one.type === 'photo');
      expect(Object.hasOwn(one, 'preview_image_url')).toBe(one.type !== 'photo');
      expect(one).not.toHaveProperty('height');
    }
    const [looked] = (await at(`/tweets?ids=${data![0]!.id}&expansions=author_id`)).body.data!;
    expect(looked).not.toHaveProperty('attachments');
  });

  it('its pictures without signing in, and nothing else from that host', async () => {
    const fetched = (path: string) =>
      sandbox.fetch(new Request(`https://sandbox.test/pbs.twimg.com${path}`));
    const picture = await fetched('/media/123.png');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).toString('latin1', 1, 4)).toBe('PNG');
    for (const path of ['/media/nothing.png', '/2/users/by/username/acme'])
      expect((await fetched(path)).status).toBeGreaterThanOrEqual(400);
  });

  it('users are found by several names, by several ids and by one id', async () => {
    const found = await at('/users/by?usernames=acme,GLOBEX,nobody');
    expect(found.body.data!.map((u) => u.username)).toEqual(['acme', 'globex']);
    expect(found.body.errors![0]).toMatchObject({ resource_type: 'user', resource_id: 'nobody' });
    const one = await at<{ data: Fields }>(`/users/${userId('acme')}`);
    expect(one.body.data).toEqual(found.body.data![0]);
  });
});

describe('X refuses', () => {
  it.each([
    ['/users/by/username/acme?fields=name', 'fields', 'name'],
    ['/users/by/username/acme?user.field=name', 'user.field', 'name'],
    ['/users/by/username/acme?media.fields=url', 'media.fields', 'url'],
    ['/users/by/username/acme?user.fields=followers_count', 'user.fields', 'followers_count'],
    ['/users/by/username/acme?user.fields=', 'user.fields', ''],
    ['/users/by/username/sixteen_letters_', 'username', 'sixteen_letters_'],
    ['/users?ids=acme', 'ids', 'acme'],
    ['/users', 'ids', ''],
    ['/users/acme', 'id', 'acme'],
    ['/users/1/tweets?limit=5', 'limit', '5'],
    ['/users/1/tweets?cursor=a', 'cursor', 'a'],
    ['/users/1/tweets?constructor=a', 'constructor', 'a'],
    ['/users/1/tweets?max_results=4', 'max_results', '4'],
    ['/users/1/tweets?max_results=101', 'max_results', '101'],
    ['/users/1/tweets?tweet.fields=likes', 'tweet.fields', 'likes'],
    ['/users/1/tweets?post.fields=likes', 'post.fields', 'likes'],
    ['/users/1/tweets?expansions=author', 'expansions', 'author'],
    ['/users/1/tweets?expansions=media_keys', 'expansions', 'media_keys'],
    ['/users/1/tweets?media.fields=src', 'media.fields', 'src'],
    ['/users/1/tweets?exclude=quotes', 'exclude', 'quotes'],
    ['/users/1/tweets?start_time=2026-01-01', 'start_time', '2026-01-01'],
    ['/users/1/tweets?since_id=abc', 'since_id', 'abc'],
    ['/tweets?ids=', 'ids', ''],
    ['/tweets?ids=1&max_results=5', 'max_results', '5'],
    ['/tweets?id=1', 'id', '1'],
  ])('%s, naming the parameter', async (path, parameter, value) => {
    const answer = await at(path);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      title: 'Invalid Request',
      type: 'https://api.twitter.com/2/problems/invalid-request',
      errors: [
        { parameters: { [parameter]: [value] }, message: expect.stringContaining(parameter) },
      ],
    });
  });

  it('more than a hundred ids, a page it never gave, and places that are not there', async () => {
    const ids = Array.from({ length: 101 }, (_, i) => i + 1).join(',');
    expect((await at(`/tweets?ids=${ids}`)).status).toBe(400);
    const { body } = await timeline('acme', '?pagination_token=nonsense');
    expect(body.errors![0]).toMatchObject({ parameters: { pagination_token: ['nonsense'] } });
    for (const path of ['/posts?ids=1', '/users/1/posts', '/tweets/'])
      expect(await at(path)).toMatchObject({ status: 404, body: { title: 'Not Found' } });
  });
});

describe('X names of fields, which are changing', () => {
  const asked = async (query: string) => {
    const { status, body } = await timeline('acme', `?${query}`);
    return { status, keys: Object.keys(body.data?.[0] ?? {}) };
  };

  it('both forms are taken unless told otherwise', async () => {
    for (const query of ['tweet.fields=lang', 'post.fields=lang'])
      expect(await asked(query)).toMatchObject({
        status: 200,
        keys: expect.arrayContaining(['lang']),
      });
    expect((await user('?user.fields=pinned_tweet_id,pinned_post_id')).id).toBe(userId('acme'));
  });

  it('only the older ones', async () => {
    mode('old');
    expect((await asked('tweet.fields=referenced_tweets')).status).toBe(200);
    expect((await asked('post.fields=lang')).status).toBe(400);
    expect((await asked('tweet.fields=referenced_posts')).status).toBe(400);
    const { body } = await timeline('globex', '?tweet.fields=public_metrics');
    expect(body.data![0]!.public_metrics).toHaveProperty('retweet_count');
  });

  it('only the newer ones', async () => {
    mode('new');
    expect((await asked('tweet.fields=lang')).status).toBe(400);
    expect((await asked('post.fields=referenced_tweets')).status).toBe(400);
    expect(await asked('post.fields=lang')).toEqual({
      status: 200,
      keys: ['id', 'text', 'lang', 'edit_history_post_ids'],
    });
    const { body } = await timeline('acme', '?post.fields=public_metrics');
    expect(body.data![0]!.public_metrics).toHaveProperty('repost_count');
    expect((await at('/users/by/username/acme?user.fields=pinned_tweet_id')).status).toBe(400);
  });

  it('a mode that does not exist is refused', () => {
    expect(() => mode('newest')).toThrow('fields (both, old, new)');
    expect(() => sandbox.control.mode({ provider: 'x', name: 'toString', value: 'old' })).toThrow();
  });
});

describe('X timelines', () => {
  const read = async (query: string) =>
    (await timeline('bulk_300', `?max_results=100${query}`)).body;
  const all = async () => {
    const posts: Fields[] = [];
    const fields = '&tweet.fields=created_at,referenced_tweets';
    for (let token: string | undefined = ''; token !== undefined;) {
      const page: Posts = await read(`${fields}${token && `&pagination_token=${token}`}`);
      posts.push(...page.data!);
      token = page.meta!.next_token;
    }
    return posts;
  };

  it('between ids and between times', async () => {
    const posts = await all();
    expect(posts).toHaveLength(300);
    const [newer, older] = [posts[10]!, posts[20]!];
    const ids = async (query: string) => (await read(query)).data!.map((p) => p.id);
    const want = posts.slice(11, 20).map((p) => p.id);
    expect(await ids(`&until_id=${newer.id}&since_id=${older.id}`)).toEqual(want);
    const times = `&start_time=${String(older.created_at)}&end_time=${String(newer.created_at)}`;
    expect(await ids(times)).toEqual([...want, older.id]);
  });

  it('without replies, without retweets, without both', async () => {
    const posts = await all();
    const kind = (p: Fields) => (p.referenced_tweets as { type: string }[] | undefined)?.[0]?.type;
    expect(new Set(posts.map(kind))).toEqual(
      new Set([undefined, 'replied_to', 'quoted', 'retweeted']),
    );
    for (const [query, gone] of [
      ['replies', ['replied_to']],
      ['retweets', ['retweeted']],
      ['replies,retweets', ['replied_to', 'retweeted']],
    ] as const) {
      const want = posts
        .filter((p) => !(gone as readonly string[]).includes(kind(p)!))
        .slice(0, 100);
      expect((await read(`&exclude=${query}`)).data!.map((p) => p.id)).toEqual(
        want.map((p) => p.id),
      );
    }
  });

  it('show a new post only after the lag', async () => {
    sandbox.control.lag({ provider: 'x', ms: HOUR });
    const { created } = sandbox.control.mutate({
      provider: 'x',
      account: 'acme',
      stream: 'posts',
      create: 1,
    });
    const newest = async () => (await timeline('acme')).body.data![0]!.id;
    expect(await newest()).not.toBe(created[0]);
    clock += HOUR;
    expect(await newest()).toBe(created[0]);
  });
});

describe('X posts that are not for us', () => {
  const idOf = (account: string) =>
    sandbox.control.records({ provider: 'x', account, stream: 'posts' }).live[0]!.id;
  const NOT_FOR_US = /not-authorized-for-resource$/;

  it('of a protected or a suspended account are still there', async () => {
    const [hidden, banned, open] = [idOf('protected'), idOf('globex'), idOf('acme')];
    sandbox.control.revoke({ provider: 'x', account: 'globex' });
    const { body } = await at(`/tweets?ids=${hidden},${banned},${open},1`);
    expect(body.data!.map((p) => p.id)).toEqual([open]);
    expect(
      body.errors!.map((e) => [e.resource_id, e.resource_type, NOT_FOR_US.test(e.type)]),
    ).toEqual([
      [hidden, 'tweet', true],
      [banned, 'tweet', true],
      ['1', 'tweet', false],
    ]);
    expect((await at(`/tweets/${hidden}`)).body.errors![0]!.type).toMatch(NOT_FOR_US);
  });

  it('are told from those of others, those of the same moment too', () => {
    const accounts = ['acme', 'globex', 'protected', 'bulk_4000', 'bulk_36'];
    const idsAt = (create: number) =>
      accounts.flatMap((account) => {
        const target = { provider: 'x', account, stream: 'posts' };
        sandbox.control.mutate({ ...target, create });
        return sandbox.control.records(target).live.map((post) => post.id);
      });
    for (const ids of [idsAt(0), idsAt(40)]) expect(new Set(ids).size).toBe(ids.length);
  });

  it('that were deleted are not found, whoever wrote them', async () => {
    const id = idOf('protected');
    sandbox.control.mutate({
      provider: 'x',
      account: 'protected',
      stream: 'posts',
      ids: [id],
      delete: 1,
    });
    expect((await at(`/tweets?ids=${id}`)).body.errors![0]!.type).toMatch(/resource-not-found$/);
  });
});
