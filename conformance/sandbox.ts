import { expect } from 'vitest';
import { CONNECTORS } from '@/lib/connectors/registry.gen';

const call = async <T>(what: string, input: unknown): Promise<T> => {
  const answer = await fetch(`${process.env.SANDBOX_URL}/_control/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${what}: ${await answer.text()}`);
  return (await answer.json()) as T;
};

interface Target {
  provider: string;
  account: string;
  stream: string;
}

/** Ids of what an account has, by the sandbox's own list, in order. */
export async function idsOf(target: Target): Promise<string[]> {
  const query = new URLSearchParams({ ...target });
  const answer = await fetch(`${process.env.SANDBOX_URL}/_control/records?${query}`);
  const { live } = (await answer.json()) as { live: { id: string }[] };
  return live.map((one) => one.id).sort();
}

/** Changes records of an account as people at the provider would. */
export const mutate = (
  target: Target & { create?: number; update?: number; delete?: number; ids?: string[] },
): Promise<{ created: string[]; updated: string[]; deleted: string[] }> => call('mutate', target);

/** Trouble for the next calls. */
export const fault = (input: {
  provider: string;
  kind: string;
  times?: number;
  retry_after?: number;
}): Promise<unknown> => call('faults', input);

/** What the client found is what there is. */
export async function sameAs(target: Target, found: readonly (string | number)[]): Promise<void> {
  const there = await idsOf(target);
  expect(there.length).toBeGreaterThan(0);
  expect(found.map(String).sort()).toEqual(there);
}

/** What a person allows an app on the provider's own page: the code it is sent back with. */
export async function consent(
  page: string,
  { account, scope, ...more }: { account: string; scope: string; [name: string]: string },
): Promise<string> {
  const answer = await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      client_id: 'sandbox',
      redirect_uri: REDIRECT,
      state: 'state',
      response_type: 'code',
      other_account: account,
      decision: 'allow',
      scope,
      ...more,
    }),
  });
  const back = answer.headers.get('location');
  if (!back) throw new Error(`${page} sent nobody back: ${answer.status}`);
  return new URL(back).searchParams.get('code') ?? '';
}
export const REDIRECT = 'http://localhost:3000/api/oauth/callback';

/** Exchanges a code at a token endpoint, for clients that have no call of their own for it. */
export async function exchange(
  endpoint: string,
  code: string,
  form: 'form' | 'json' | 'basic_json' = 'form',
): Promise<Record<string, string> & { authed_user?: { access_token: string } }> {
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    ...(form === 'basic_json' ? {} : { client_id: 'sandbox', client_secret: 'sandbox' }),
  };
  const json = form !== 'form';
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...(json ? { 'content-type': 'application/json' } : {}),
      ...(form === 'basic_json' ? { authorization: `Basic ${btoa('sandbox:sandbox')}` } : {}),
    },
    body: json ? JSON.stringify(fields) : new URLSearchParams(fields),
  });
  return (await answer.json()) as never;
}

/** Every permission Inlet asks a provider for, in its own form. */
export function scopesOf(type: string): string {
  const connector = CONNECTORS.find((one) => one.type === type);
  if (connector?.auth.method !== 'oauth') throw new Error(`${type} has no OAuth`);
  return connector.auth.scopes.map((one) => one.scope).join(connector.auth.scope_separator);
}

/** All a client hands out page by page. */
export async function everything<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
