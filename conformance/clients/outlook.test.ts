import { Client, PageIterator } from '@microsoft/microsoft-graph-client';
import { describe, expect, it } from 'vitest';
import { consent, exchange, scopesOf } from '../sandbox.ts';

const HOST = 'https://login.microsoftonline.com/common/oauth2/v2.0';

async function signedIn(): Promise<Client> {
  const code = await consent(`${HOST}/authorize`, {
    account: 'acme',
    scope: scopesOf('outlook'),
  });
  const { access_token } = await exchange(`${HOST}/token`, code);
  return Client.init({ authProvider: (done) => done(null, access_token!) });
}

interface Listing {
  value: { id: string }[];
}

describe('@microsoft/microsoft-graph-client', () => {
  it('signs in, and follows folders, messages and a delta link to their ends', async () => {
    const graph = await signedIn();
    expect(await graph.api('/me').get()).toHaveProperty('id');
    const folders = (await graph.api('/me/mailFolders/delta').get()) as Listing;
    expect(folders.value.length).toBeGreaterThan(0);
    const inbox = folders.value[0]!.id;
    const walk = async (path: string, top: number) => {
      const ids: string[] = [];
      const first = await graph.api(path).header('Prefer', `odata.maxpagesize=${top}`).get();
      const pages = new PageIterator(graph, first, (item: { id: string }) => {
        ids.push(item.id);
        return true;
      });
      await pages.iterate();
      return { ids, delta: pages.getDeltaLink() };
    };
    const path = `/me/mailFolders/${inbox}/messages/delta`;
    const few = await walk(path, 10);
    const many = await walk(path, 100);
    expect(few.ids.toSorted()).toEqual(many.ids.toSorted());
    expect(few.ids.length).toBeGreaterThan(10);
    expect(few.delta).toContain('$deltatoken=');
  });

  it('is told of a token nobody knows', async () => {
    const stranger = Client.init({ authProvider: (done) => done(null, 'of nobody') });
    await expect(stranger.api('/me').get()).rejects.toMatchObject({ statusCode: 401 });
  });
});
