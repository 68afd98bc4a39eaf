import { Client, isFullPage, iteratePaginatedAPI } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import { requests } from '@/lib/mirror/notion/api';
import { chunksOf } from '@/lib/mirror/notion/chunks';
import { COLUMN_NAMES, COLUMNS, valuesOf, type ColumnIds } from '@/lib/mirror/notion/columns';
import { blocksOf } from '@/lib/mirror/notion/from-markdown';
import { markdownOf } from '@/lib/mirror/notion/to-markdown';
import { completePage, type Hand } from '@/lib/mirror/notion/write';
import type { Block } from '@/lib/mirror/notion/block';
import { documentOf } from '@/lib/mirror/testing/corpus';
import { factsOf, share } from '@/lib/mirror/testing/facts';
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

  it('takes what Inlet writes, request by request, and reads it back', async () => {
    const notion = await signedIn();
    type Make = Parameters<Client['databases']['create']>[0];
    type Write = Parameters<Client['pages']['create']>[0];
    type Append = Omit<Parameters<Client['blocks']['children']['append']>[0], 'block_id'>;
    const { results } = await notion.search({ filter: { property: 'object', value: 'page' } });
    const parent = results.filter(isFullPage).find((one) => one.parent.type === 'workspace')!;
    const made = await notion.databases.create(
      requests.makeDatabase(parent.id, 'Knowledge', COLUMN_NAMES).json as unknown as Make,
    );
    const source = (made as unknown as { data_sources: { id: string }[] }).data_sources[0]!.id;
    const ids = Object.fromEntries(COLUMN_NAMES.map((c) => [c, COLUMNS[c].name])) as ColumnIds;
    const hand: Hand = {
      append: async (block_id, blocks, after) => {
        const body = requests.append(block_id, blocks, after).json as unknown as Append;
        const { results: made } = await notion.blocks.children.append({ block_id, ...body });
        return made.map(({ id }) => id);
      },
      children: async (block_id) => {
        const all = await everything(
          iteratePaginatedAPI(notion.blocks.children.list, { block_id }),
        );
        return all.map(({ id }) => id);
      },
    };
    const blocksIn = async (block_id: string): Promise<Block[]> => {
      const all = await everything(iteratePaginatedAPI(notion.blocks.children.list, { block_id }));
      return Promise.all(
        all.map(async (one) => {
          const { type, has_children } = one as unknown as { type: string; has_children: boolean };
          const content = (one as unknown as Record<string, Block['content']>)[type]!;
          return { type, content, children: has_children ? await blocksIn(one.id) : [] };
        }),
      );
    };
    for (let n = 0; n < 10; n++) {
      const head = { external_id: `kb:${n}`, title: `Document ${n}`, source: 'A source' };
      const rest = { url: null, tags: ['one'], updated_at: new Date(0) };
      const [first = [], ...more] = chunksOf(blocksOf(documentOf(n)));
      const heads = first.map((piece) => piece.head);
      const { json } = requests.makePage(source, valuesOf(ids, { ...head, ...rest }, 'x'), heads);
      const page = await notion.pages.create(json as unknown as Write);
      await completePage(hand, page.id, first, more);
      const back = markdownOf(await blocksIn(page.id));
      expect(share(factsOf(documentOf(n)), factsOf(back))).toBeGreaterThanOrEqual(0.97);
    }
  });
});
