import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { createEndpoint } from '@/lib/webhooks/endpoints';
import { verifyTokenOf } from '@/lib/webhooks/signature';
import { knock, stored } from '@/lib/webhooks/testing/knock';
import { delivered, githubDelivery, hmac } from '@/lib/webhooks/testing/signed';

useTestDatabase();

const SECRET = 'secret of a test';
let workspace_id: string;
beforeEach(async () => {
  ({ id: workspace_id } = await makeWorkspace());
});

const endpoint = (provider: string, secret = SECRET) =>
  createEndpoint(db, {
    workspace_id,
    provider,
    name: provider,
    connection_id: null,
    secret,
    created_by: null,
  });

describe('handshakes', () => {
  const slackSigned = (body: string) => {
    const at = String(Math.floor(Date.now() / 1_000));
    return delivered(body, {
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${hmac(SECRET, `v0:${at}:${body}`)}`,
    });
  };

  it('Slack’s is answered when it is signed', async () => {
    const { id } = await endpoint('slack');
    const asked = slackSigned('{"type":"url_verification","challenge":"abc"}');
    const answer = await knock('slack', id, asked);
    expect([answer.status, await answer.text()]).toEqual([200, 'abc']);
    const unsigned = { ...asked, headers: { 'content-type': 'application/json' } };
    expect((await knock('slack', id, unsigned)).status).toBe(401);
    expect(await stored(id)).toMatchObject([{ verdict: 'challenge' }, { verdict: 'refused' }]);
  });

  it('GitHub’s ping is', async () => {
    const { id } = await endpoint('github');
    const ping = githubDelivery(SECRET, { zen: 'Keep it simple.' }, { event: 'ping' });
    expect((await knock('github', id, ping)).status).toBe(200);
    expect(await stored(id)).toMatchObject([{ verdict: 'challenge', state: null }]);
  });

  it('Discord’s pings are when they are signed: an interaction’s with a pong, an event’s with nothing', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('hex');
    const { id } = await endpoint('discord', key);
    const signed = (body: string) => {
      const at = String(Math.floor(Date.now() / 1_000));
      return delivered(body, {
        'x-signature-timestamp': at,
        'x-signature-ed25519': sign(null, Buffer.from(at + body), privateKey).toString('hex'),
      });
    };
    const ping = await knock('discord', id, signed('{"type":1,"id":"1","application_id":"2"}'));
    expect([ping.status, ping.headers.get('content-type'), await ping.text()]).toEqual([
      200,
      'application/json',
      '{"type":1}',
    ]);
    const event = await knock('discord', id, signed('{"version":1,"type":0}'));
    expect([event.status, await event.text()]).toEqual([204, '']);
    const wrong = { ...signed('{"type":1}'), body: Buffer.from('{"type":1 }') };
    expect((await knock('discord', id, wrong)).status).toBe(401);
    expect((await stored(id)).map(({ verdict }) => verdict)).toEqual([
      'challenge',
      'challenge',
      'refused',
    ]);
  });

  it('WhatsApp’s by the verify token, in the query', async () => {
    const { id } = await endpoint('whatsapp');
    const asked = { ...delivered('', {}), method: 'GET' };
    const query = (token: string) =>
      `?hub.mode=subscribe&hub.challenge=123&hub.verify_token=${token}`;
    const answer = await knock('whatsapp', id, asked, query(verifyTokenOf(SECRET)));
    expect([answer.status, await answer.text()]).toEqual([200, '123']);
    expect((await knock('whatsapp', id, asked, query('other'))).status).toBe(401);
  });

  it('Microsoft’s by sending back what it asked, as text', async () => {
    const { id } = await endpoint('microsoft');
    const asked = { ...delivered('', {}), headers: { 'content-type': 'text/plain' } };
    const answer = await knock('microsoft', id, asked, '?validationToken=a%3Cb%3E+c');
    expect([answer.status, await answer.text()]).toEqual([200, 'a<b> c']);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const unknown = '2b0b0c7c-8f4e-4d0e-9d84-6ac2a51b8c5e';
    expect((await knock('microsoft', unknown, asked, '?validationToken=x')).status).toBe(401);
  });
});
