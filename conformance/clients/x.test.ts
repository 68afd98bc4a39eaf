import { Client } from '@xdevplatform/xdk';
import { describe, expect, it } from 'vitest';
import { sameAs } from '../sandbox.ts';

const client = new Client({ bearerToken: 'sandbox' });

describe('@xdevplatform/xdk', () => {
  it('finds an account by its handle, and lists its posts to the last page', async () => {
    const { data: user } = await client.users.getByUsername('acme');
    const found: string[] = [];
    let paginationToken: string | undefined;
    do {
      const page = await client.users.getPosts(user!.id!, {
        maxResults: 20,
        ...(paginationToken ? { paginationToken } : {}),
      });
      found.push(...(page.data ?? []).map((post) => post.id!));
      paginationToken = page.meta?.nextToken ?? undefined;
    } while (paginationToken);
    await sameAs({ provider: 'x', account: 'acme', stream: 'posts' }, found);
  });

  it('gets the pictures of posts, each named by its post', async () => {
    const { data: user } = await client.users.getByUsername('acme');
    const { data, includes } = await client.users.getPosts(user!.id!, {
      maxResults: 100,
      expansions: ['attachments.media_keys'],
      mediaFields: ['url', 'preview_image_url'],
    });
    const named = data!.flatMap((post) => post.attachments?.mediaKeys ?? []);
    expect(named.length).toBeGreaterThan(10);
    expect(includes!.media!.map((media) => media.mediaKey)).toEqual(named);
  });

  it('is told of a token nobody knows', async () => {
    const stranger = new Client({ bearerToken: 'of nobody' });
    await expect(stranger.users.getByUsername('acme')).rejects.toMatchObject({ status: 401 });
  });
});
