import { Client, isFullPage, iteratePaginatedAPI } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import { consent, everything, fault, REDIRECT, scopesOf } from '../sandbox.ts';

async function signedIn(): Promise<Client> {
  const code = await consent('https://api.notion.com/v1/oauth/authorize', {
    account: 'acme',
    scope: scopesOf('notion'),
    owner: 'user',
  });
  const tokens = await new Client().oauth.token({
    client_id: 'sandbox',
    client_secret: 'sandbox',
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT,
    code,
  });
  return new Client({ auth: tokens.access_token });
}

describe('@notionhq/client', () => {
  it('signs in, and lists pages and people to the last page', async () => {
    const notion = await signedIn();
    const find = (page_size: number) =>
      everything(
        iteratePaginatedAPI(notion.search, {
          filter: { property: 'object', value: 'page' },
          page_size,
        }),
      );
    const few = await find(7);
    expect(few.map((one) => one.id)).toEqual((await find(100)).map((one) => one.id));
    expect(few.length).toBeGreaterThan(7);
    const people = await everything(iteratePaginatedAPI(notion.users.list, { page_size: 5 }));
    expect(people.length).toBeGreaterThan(0);
  });

  it('reads the blocks of a page', async () => {
    const notion = await signedIn();
    const { results } = await notion.search({ page_size: 5 });
    const page = results.find(isFullPage)!;
    const blocks = await notion.blocks.children.list({ block_id: page.id });
    expect(blocks.results.length).toBeGreaterThan(0);
  });

  it('is told of a token nobody knows, and waits as a limit says', async () => {
    const stranger = new Client({ auth: 'ntn_of_nobody' });
    await expect(stranger.users.me({})).rejects.toMatchObject({ code: 'unauthorized' });
    const notion = await signedIn();
    await fault({ provider: 'notion', kind: '429', times: 1, retry_after: 1 });
    expect((await notion.users.me({})).object).toBe('user');
  });
});
