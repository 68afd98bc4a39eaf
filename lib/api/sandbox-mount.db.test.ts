import { describe, expect, it } from 'vitest';
import { sandboxPage } from '@/lib/api/sandbox-mount';
import { env } from '@/lib/platform/env';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const CALLBACK = `${env().PUBLIC_URL}/api/oauth/callback/hubspot`;
const page = (redirect_uri: string) => {
  const asked = new URLSearchParams({ client_id: 'sandbox', redirect_uri, scope: 'oauth' });
  return sandboxPage(
    new Request(`${env().PUBLIC_URL}/sandbox/app.hubspot.com/oauth/authorize?${asked}`),
  );
};
const index = () => sandboxPage(new Request(`${env().PUBLIC_URL}/sandbox`));
const decide = (body: BodyInit) =>
  sandboxPage(
    new Request(`${env().PUBLIC_URL}/sandbox/app.hubspot.com/oauth/authorize`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      duplex: 'half',
    } as RequestInit),
  );
const allow = (redirect_uri: string) =>
  decide(
    new URLSearchParams({
      client_id: 'sandbox',
      redirect_uri,
      account: 'acme',
      decision: 'allow',
    }).toString(),
  );

describe('the sandbox’s consent page on our origin', () => {
  it('does not exist on an installation without a sandbox workspace', async () => {
    await makeWorkspace({ mode: 'live' });
    for (const response of [await page(CALLBACK), await allow(CALLBACK), await index()]) {
      expect(response.status).toBe(404);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  it('exists where there is one, and sends people to our own callback only', async () => {
    await makeWorkspace({ mode: 'sandbox' });
    expect((await page(CALLBACK)).status).toBe(200);
    const allowed = await allow(CALLBACK);
    expect(allowed.status).toBe(302);
    expect(allowed.headers.get('location')!.startsWith(`${CALLBACK}?code=`)).toBe(true);
    for (const evil of [
      'https://evil.example/',
      `${CALLBACK}/../../../../evil`,
      `${env().PUBLIC_URL}/api/oauth/callback/pipedrive`,
      `${env().PUBLIC_URL}/`,
      'http://localhost:1/api/oauth/callback/hubspot',
      '//evil.example/',
      '/\\evil.example',
    ])
      for (const response of [await page(evil), await allow(evil)]) {
        expect([response.status, response.headers.get('location')]).toEqual([400, null]);
      }
  });

  it('lists its accounts and their keys, where there is a sandbox workspace', async () => {
    await makeWorkspace({ mode: 'sandbox' });
    expect(await (await index()).text()).toContain('Pipedrive');
  });

  it('serves nothing else, whatever stands in the path', async () => {
    for (const path of [
      '/_control/reset',
      '/_control/authorize',
      '/api.hubapi.com/crm/v3/objects/contacts',
      '/api.hubapi.com/oauth/v3/token',
      '/app.hubspot.com/oauth/authorize/../../_control/faults',
      '/_control',
    ]) {
      const response = await sandboxPage(new Request(`${env().PUBLIC_URL}/sandbox${path}`));
      expect([404, 405]).toContain(response.status);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  it('counts a body while it is read', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(16_384).fill(97));
      },
    });
    expect((await decide(endless)).status).toBe(413);
    expect(given).toBeLessThan(20);
    expect((await decide(`state=${'a'.repeat(70_000)}`)).status).toBe(413);
  });
});
