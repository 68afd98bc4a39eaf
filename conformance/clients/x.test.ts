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

  it('is told of a token nobody knows', async () => {
    const stranger = new Client({ bearerToken: 'of nobody' });
    await expect(stranger.users.getByUsername('acme')).rejects.toMatchObject({ status: 401 });
  });
});
