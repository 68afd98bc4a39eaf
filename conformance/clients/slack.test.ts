import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { consent, everything, fault, REDIRECT, sameAs, scopesOf } from '../sandbox.ts';

const ACME = { provider: 'slack', account: 'acme', stream: 'channels' };

async function signedIn(): Promise<WebClient> {
  const scope = scopesOf('slack');
  const code = await consent('https://slack.com/oauth/v2/authorize', {
    account: ACME.account,
    scope: '',
    user_scope: scope,
  });
  const { authed_user } = await new WebClient().oauth.v2.access({
    client_id: 'sandbox',
    client_secret: 'sandbox',
    redirect_uri: REDIRECT,
    code,
  });
  return new WebClient(authed_user?.access_token);
}

describe('@slack/web-api', () => {
  it('signs in, and lists channels and people to the last page', async () => {
    const slack = await signedIn();
    expect(await slack.auth.test()).toMatchObject({ ok: true });
    const kinds = { types: 'public_channel,private_channel', limit: 50 };
    const channels = await everything(slack.paginate('conversations.list', kinds));
    const found = channels.flatMap(
      (page) => (page as unknown as { channels: { id: string }[] }).channels,
    );
    await sameAs(
      ACME,
      found.map((one) => one.id),
    );
    const people = await everything(slack.paginate('users.list', { limit: 50 }));
    const members = people.flatMap(
      (page) => (page as unknown as { members: { id: string }[] }).members,
    );
    await sameAs(
      { ...ACME, stream: 'users' },
      members.map((one) => one.id),
    );
  });

  it('reads the messages of a channel', async () => {
    const slack = await signedIn();
    const { channels = [] } = await slack.conversations.list({ limit: 5 });
    const channel = channels.find((one) => one.is_member)!.id!;
    const { messages = [] } = await slack.conversations.history({ channel, limit: 15 });
    expect(messages.length).toBeGreaterThan(0);
  });

  it('is told of a token nobody knows, and waits as a limit says', async () => {
    const stranger = new WebClient('xoxp-of-nobody');
    await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
    const slack = await signedIn();
    await fault({ provider: 'slack', kind: '429', times: 1, retry_after: 1 });
    expect(await slack.users.list({ limit: 1 })).toMatchObject({ ok: true });
  });
});
