import { auth, gmail as gmailOf } from '@googleapis/gmail';
import { describe, expect, it } from 'vitest';
import { consent, REDIRECT, sameAs, scopesOf } from '../sandbox.ts';

const ACME = { provider: 'gmail', account: 'acme', stream: 'messages' };

async function signedIn() {
  const client = new auth.OAuth2({
    clientId: 'sandbox',
    clientSecret: 'sandbox',
    redirectUri: REDIRECT,
  });
  const page = new URL(client.generateAuthUrl({ access_type: 'offline' }));
  const code = await consent(`${page.origin}${page.pathname}`, {
    account: ACME.account,
    scope: scopesOf('gmail'),
  });
  const { tokens } = await client.getToken(code);
  client.setCredentials(tokens);
  return gmailOf({ version: 'v1', auth: client });
}

describe('@googleapis/gmail', () => {
  it('signs in, and lists messages and threads to the last page', async () => {
    const gmail = await signedIn();
    const messages: string[] = [];
    let pageToken: string | undefined;
    do {
      const { data } = await gmail.users.messages.list({
        userId: 'me',
        maxResults: 100,
        includeSpamTrash: true,
        ...(pageToken ? { pageToken } : {}),
      });
      messages.push(...(data.messages ?? []).map((one) => one.id!));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken);
    await sameAs(ACME, messages);
    const { data } = await gmail.users.messages.get({ userId: 'me', id: messages[0]! });
    expect(data.payload?.headers?.length).toBeGreaterThan(0);
    expect((await gmail.users.labels.list({ userId: 'me' })).data.labels).not.toHaveLength(0);
  });

  it('is told of a history id that is too old, and of a token nobody knows', async () => {
    const gmail = await signedIn();
    const old = gmail.users.history.list({ userId: 'me', startHistoryId: '1' });
    await expect(old).rejects.toMatchObject({ status: 404 });
    const client = new auth.OAuth2();
    client.setCredentials({ access_token: 'of nobody' });
    const stranger = gmailOf({ version: 'v1', auth: client });
    await expect(stranger.users.getProfile({ userId: 'me' })).rejects.toMatchObject({
      status: 401,
    });
  });
});
