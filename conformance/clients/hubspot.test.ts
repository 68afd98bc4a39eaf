import { Client } from '@hubspot/api-client';
import { describe, expect, it } from 'vitest';
import { consent, fault, idsOf, mutate, REDIRECT, sameAs, scopesOf } from '../sandbox.ts';

const ACME = { provider: 'hubspot', account: 'acme', stream: 'contacts' };

async function signedIn(): Promise<Client> {
  const code = await consent('https://app.hubspot.com/oauth/authorize', {
    account: ACME.account,
    scope: scopesOf('hubspot'),
  });
  const tokens = await new Client().oauth.tokensApi.create(
    'authorization_code',
    code,
    REDIRECT,
    'sandbox',
    'sandbox',
  );
  return new Client({ accessToken: tokens.accessToken });
}

describe('@hubspot/api-client', () => {
  it('signs in, and lists contacts, companies and deals to the last page', async () => {
    const { crm } = await signedIn();
    await sameAs(
      ACME,
      (await crm.contacts.getAll(100)).map((one) => one.id),
    );
    const companies = await crm.companies.getAll(100);
    await sameAs(
      { ...ACME, stream: 'companies' },
      companies.map((one) => one.id),
    );
    const deals = await crm.deals.getAll(100);
    await sameAs(
      { ...ACME, stream: 'deals' },
      deals.map((one) => one.id),
    );
  });

  it('finds what changed by search', async () => {
    const { crm } = await signedIn();
    const since = Date.now();
    const { updated } = await mutate({ ...ACME, update: 3 });
    const found = await crm.contacts.searchApi.doSearch({
      filterGroups: [
        {
          filters: [
            { propertyName: 'lastmodifieddate', operator: 'GTE' as never, value: String(since) },
          ],
        },
      ],
      sorts: ['lastmodifieddate'],
      properties: ['email'],
      limit: 100,
      after: '0',
    });
    expect(found.results.map((one) => one.id)).toEqual(expect.arrayContaining(updated));
  });

  it('is told of a token nobody knows, and of a limit', async () => {
    const stranger = new Client({ accessToken: 'of nobody' });
    await expect(stranger.crm.contacts.getAll()).rejects.toMatchObject({ code: 401 });
    const { crm } = await signedIn();
    await fault({ provider: 'hubspot', kind: '429', times: 1 });
    await expect(crm.contacts.basicApi.getPage(10)).rejects.toMatchObject({ code: 429 });
    expect((await idsOf(ACME)).length).toBeGreaterThan(10);
  });
});
