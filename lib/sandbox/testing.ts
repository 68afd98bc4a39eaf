import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import type { Sandbox } from '@/lib/sandbox/sandbox';

/** A moment after the generated history, on no round number. */
export const START = Date.UTC(2026, 10, 20, 9, 17, 3);
export const HOUR = 3_600_000;
/** The sandbox's small Pipedrive company. */
export const KEY = { 'x-api-token': COMPANIES.find((c) => c.name === 'globex')!.key };
export const REDIRECT = 'http://localhost:3000/api/oauth/callback/hubspot';

export interface Answered<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** Asks as a client would: GET, or POST when there is a body. `path` begins with the host. */
export async function ask<Body = Record<string, unknown>>(
  sandbox: Sandbox,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Answered<Body>> {
  const response = await sandbox.fetch(
    new Request(`http://sandbox/${path}`, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }),
  );
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Body,
  };
}

const SCOPES = [
  'oauth crm.objects.contacts.read crm.objects.companies.read crm.objects.deals.read',
  'crm.objects.owners.read tickets sales-email-read',
].join(' ');

/** The headers of a HubSpot account that allowed everything (or `scope`). */
export async function hubspotAs(
  sandbox: Sandbox,
  account: string,
  scope: string = SCOPES,
): Promise<Record<string, string>> {
  const app = { client_id: 'sandbox', redirect_uri: REDIRECT };
  const allowed = await sandbox.fetch(
    new Request('http://sandbox/app.hubspot.com/oauth/authorize', {
      method: 'POST',
      body: new URLSearchParams({ ...app, other_account: account, decision: 'allow', scope }),
    }),
  );
  const code = new URL(allowed.headers.get('location')!).searchParams.get('code')!;
  const answer = await sandbox.fetch(
    new Request('http://sandbox/api.hubapi.com/oauth/v3/token', {
      method: 'POST',
      body: new URLSearchParams({
        ...app,
        grant_type: 'authorization_code',
        code,
        client_secret: 'sandbox',
      }),
    }),
  );
  const { access_token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${access_token}` };
}
