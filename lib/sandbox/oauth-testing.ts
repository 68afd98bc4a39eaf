import type { createSandbox } from '@/lib/sandbox/sandbox';

export const REDIRECT = 'http://localhost:3000/api/oauth/callback';
export const AUTHORIZE = 'http://sandbox/app.hubspot.com/oauth/authorize';
export const TOKEN = 'http://sandbox/api.hubapi.com/oauth/2026-03/token';
export const ASKED = {
  client_id: 'sandbox',
  redirect_uri: REDIRECT,
  scope: 'oauth crm.objects.contacts.read',
  optional_scope: 'tickets',
  state: 'a&b=<c>',
};

/** What a provider app and a browser do to the sandbox's HubSpot. */
export function oauthClient(sandbox: ReturnType<typeof createSandbox>) {
  const page = (asked: Record<string, string>) =>
    sandbox.fetch(new Request(`${AUTHORIZE}?${new URLSearchParams(asked)}`));
  const decide = (form: Record<string, string>) =>
    sandbox.fetch(
      new Request(AUTHORIZE, {
        method: 'POST',
        body: new URLSearchParams({ ...ASKED, account: 'acme', decision: 'allow', ...form }),
      }),
    );
  const codeOf = async (form: Record<string, string> = {}) =>
    new URL((await decide(form)).headers.get('location')!).searchParams.get('code')!;
  async function ask(form: Record<string, string>) {
    const response = await sandbox.fetch(
      new Request(TOKEN, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'sandbox', client_secret: 'sandbox', ...form }),
      }),
    );
    return {
      status: response.status,
      body: (await response.json()) as {
        status?: string;
        error?: string;
        access_token: string;
        refresh_token: string;
        expires_in: number;
        scopes: string[];
        hub_id: number;
      },
    };
  }
  const exchange = async (form: Record<string, string> = {}) =>
    ask({
      grant_type: 'authorization_code',
      code: await codeOf(),
      redirect_uri: REDIRECT,
      ...form,
    });
  const refresh = (refresh_token: string) => ask({ grant_type: 'refresh_token', refresh_token });
  const use = async (token: string) => {
    const response = await sandbox.fetch(
      new Request('http://sandbox/api.hubapi.com/crm/v3/objects/contacts', {
        headers: { authorization: `Bearer ${token}` },
      }),
    );
    return { status: response.status, body: (await response.json()) as { category?: string } };
  };
  return { page, decide, codeOf, ask, exchange, refresh, use };
}
