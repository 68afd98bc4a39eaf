import { describe, expect, it } from 'vitest';
import type { Page, Parent } from '@/lib/connectors/kit';
import { contents, fakeWorld, readAll } from '@/lib/connectors/kit/walks/testing';
import connector from '@/lib/connectors/providers/outlook';
import type { Json } from '@/lib/contract/common';

const LINK = 'https://graph.microsoft.com/v1.0/me/mailFolders/A%3D/messages/delta';
const messages = connector.streams.find(({ name }) => name === 'messages')!;
const folder: Parent = { id: 'A=', record: { id: 'A=' }, bookmark: `${LINK}?$deltatoken=old` };
const value: Json = [{ id: 'm1' }, { id: 'm2', '@removed': { reason: 'deleted' } }];

async function read(walk: typeof messages.full): Promise<{ urls: string[]; pages: Page[] }> {
  const first: Json = { value, '@odata.nextLink': `${LINK}?$skiptoken=2` };
  const last: Json = { value: [], '@odata.deltaLink': `${LINK}?$deltatoken=new` };
  const world = fakeWorld(({ url }) => (url.includes('skip') ? last : first), {
    known: [folder],
    since: '2026-11-20T00:00:00.000Z',
  });
  const pages = await readAll(walk, world);
  return { urls: world.asked.map((spec) => spec.url), pages };
}

describe('the messages of a folder', () => {
  it('are those since its own link, which is followed as it is', async () => {
    const { urls, pages } = await read(messages.incremental!.walk);
    expect(urls).toEqual([`${LINK}?$deltatoken=old`, `${LINK}?$skiptoken=2`]);
    expect(contents(pages)).toEqual([{ id: 'A=:m1', message_id: 'm1' }]);
    expect(pages.flatMap((page) => page.gone ?? [])).toEqual(['A=:m2']);
    expect(pages.findLast((page) => page.parent)!.parent).toEqual({
      id: 'A=',
      whole: true,
      bookmark: `${LINK}?$deltatoken=new`,
    });
  });

  it('are all of them on a full pass, whatever link is known', async () => {
    const { urls } = await read(messages.full);
    expect(urls[0]).toBe(LINK);
  });
});

describe('permissions', () => {
  const { auth } = connector;
  const granted = (body: Json) => (auth.method === 'oauth' ? auth.granted_scopes!(body) : null);
  it('are read by their names, and a refresh token says that access lasts', () => {
    const scope = 'https://graph.microsoft.com/Mail.Read User.Read';
    expect(granted({ scope, refresh_token: 'r' })).toEqual([
      'Mail.Read',
      'User.Read',
      'offline_access',
    ]);
    expect(granted({ scope })).toEqual(['Mail.Read', 'User.Read']);
    expect(granted({})).toBeNull();
  });
});
