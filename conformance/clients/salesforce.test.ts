import { Connection, OAuth2 } from 'jsforce';
import { describe, expect, it } from 'vitest';
import { consent, mutate, REDIRECT, sameAs, scopesOf } from '../sandbox.ts';

const ACME = { provider: 'salesforce', account: 'acme', stream: 'contacts' };

async function signedIn(): Promise<Connection> {
  const code = await consent('https://login.salesforce.com/services/oauth2/authorize', {
    account: ACME.account,
    scope: scopesOf('salesforce'),
  });
  const oauth2 = new OAuth2({
    loginUrl: 'https://login.salesforce.com',
    clientId: 'sandbox',
    clientSecret: 'sandbox',
    redirectUri: REDIRECT,
  });
  const connection = new Connection({ oauth2, version: '62.0' });
  await connection.authorize(code);
  return connection;
}

describe('jsforce', () => {
  it('signs in, is sent to its own instance, and lists contacts to the last page', async () => {
    const salesforce = await signedIn();
    expect(salesforce.instanceUrl).toMatch(/^https:\/\/.+\.salesforce\.com$/);
    const found: string[] = [];
    let page = await salesforce.query<{ Id: string }>('SELECT Id FROM Contact');
    for (;;) {
      found.push(...page.records.map((one) => one.Id));
      if (page.done) break;
      page = await salesforce.queryMore<{ Id: string }>(page.nextRecordsUrl!);
    }
    await sameAs(ACME, found);
  });

  it('finds what changed, and what was deleted', async () => {
    const salesforce = await signedIn();
    const since = new Date(Date.now() - 1_000).toISOString();
    const { deleted, updated } = await mutate({ ...ACME, update: 2, delete: 1 });
    const { records } = await salesforce.query<{ Id: string; IsDeleted: boolean }>(
      `SELECT Id, IsDeleted FROM Contact WHERE SystemModstamp >= ${since}`,
      { scanAll: true } as never,
    );
    const ids = records.map((one) => one.Id);
    expect(ids).toEqual(expect.arrayContaining([...updated, ...deleted]));
  });

  it('is told of a query that makes no sense', async () => {
    const salesforce = await signedIn();
    await expect(salesforce.query('SELECT Nonsense FROM Contact')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    await expect(salesforce.query('SELECT FROM')).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
  });
});
