import { Signature } from '@hubspot/api-client';
import { isValidSlackRequest } from '@slack/bolt';
import { webhookCallback, Bot } from 'grammy';
import { describe, expect, it } from 'vitest';
import type { Happening, Posted } from '@/lib/sandbox/kit/telling';
import type { World } from '@/lib/sandbox/kit/world';
import { TELLINGS } from '@/lib/sandbox/webhooks';
import { isGenuineBy } from '@/lib/webhooks/signature';
import { mutantsOf } from '@/lib/webhooks/testing/mutations';
import { delivered, receiverOf } from '@/lib/webhooks/testing/signed';

const NOW_MS = Math.floor(Date.now() / 1_000) * 1_000;
const SECRET = 'secret of the app';
const URL = 'https://inlet.example/api/v1/connectors/webhooks/x/1';
const BODY = JSON.stringify({ type: 'event_callback', text: 'Grüße 🐌 "quoted"', list: [1, 2] });

/** What a provider of the sandbox posts when a record of its changes. */
function told(provider: string, stream: string): Posted {
  const item = { id: '7', n: 7, rev: 2, created: 1, updated: NOW_MS, deleted: null, set: {} };
  const hook = { id: 'h', provider, account: 'globex', url: URL, secret: SECRET, ends: null };
  const happening = { stream, item, what: 'updated' } as unknown as Happening;
  const world = { now: () => NOW_MS } as World;
  return TELLINGS[provider]!.tell(hook, happening, world)!;
}

describe('HubSpot’s own signature', () => {
  const signed = (body: string) =>
    delivered(
      body,
      {
        'x-hubspot-request-timestamp': String(NOW_MS),
        'x-hubspot-signature-v3': Signature.getSignature('POST', 'v3', {
          clientSecret: SECRET,
          requestBody: body,
          url: URL,
          timestamp: NOW_MS,
        } as never),
      },
      URL,
    );

  it('is genuine to us, and nothing that differs from it', () => {
    const { signatures } = receiverOf('hubspot');
    const delivery = signed(BODY);
    const proof = { secrets: [SECRET], now_ms: NOW_MS };
    expect(isGenuineBy(signatures, delivery, proof)).toBe(true);
    const mutants = mutantsOf({
      delivery,
      secret: SECRET,
      now_ms: NOW_MS,
      proof: ['x-hubspot-signature-v3', 'x-hubspot-request-timestamp'],
      body_signed: true,
      tolerance_seconds: 300,
    });
    expect(mutants.length).toBeGreaterThanOrEqual(500);
    const taken = mutants.filter(({ delivery: other, secret, now_ms }) =>
      isGenuineBy(signatures, other, { secrets: [secret], now_ms }),
    );
    expect(taken).toEqual([]);
  });

  it('is what the sandbox signs with', () => {
    const { headers, body } = told('hubspot', 'contacts');
    expect(
      Signature.isValid({
        method: 'POST',
        signatureVersion: 'v3',
        clientSecret: SECRET,
        requestBody: body,
        url: URL,
        signature: headers['x-hubspot-signature-v3'],
        timestamp: Number(headers['x-hubspot-request-timestamp']),
      } as never),
    ).toBe(true);
  });
});

describe('what Slack’s own library takes', () => {
  const isTheirs = (body: string, headers: Readonly<Record<string, string>>, now_ms = NOW_MS) =>
    isValidSlackRequest({
      signingSecret: SECRET,
      body,
      headers: {
        'x-slack-signature': headers['x-slack-signature'] ?? '',
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
      nowMilliseconds: now_ms,
    });
  const { headers, body } = told('slack', 'messages');
  const delivery = delivered(body, { ...headers });
  const { signatures } = receiverOf('slack');
  const isOurs = (one: typeof delivery, secret = SECRET, now_ms = NOW_MS) =>
    isGenuineBy(signatures, one, { secrets: [secret], now_ms });

  it('is what the sandbox signs, and genuine to us', () => {
    expect(isTheirs(body, headers)).toBe(true);
    expect(isOurs(delivery)).toBe(true);
  });

  it('is nothing that differs from it, there or here', () => {
    const mutants = mutantsOf({
      delivery,
      secret: SECRET,
      now_ms: NOW_MS,
      proof: ['x-slack-signature', 'x-slack-request-timestamp'],
      body_signed: true,
      tolerance_seconds: 300,
    });
    expect(mutants.length).toBeGreaterThanOrEqual(500);
    expect(mutants.filter((one) => isOurs(one.delivery, one.secret, one.now_ms))).toEqual([]);
  });
});

describe('what a Telegram bot takes by its secret token', () => {
  const bot = new Bot('110201543:AAHsandbox', {
    botInfo: { id: 1, is_bot: true, first_name: 'Sandbox', username: 'sandbox_bot' } as never,
  });
  const handle = webhookCallback(bot, 'std/http', { secretToken: SECRET });
  const asked = (headers: Record<string, string>, body: string) =>
    handle(new Request(URL, { method: 'POST', headers, body }));

  it('is what the sandbox sends, and genuine to us; another token is neither', async () => {
    const { headers, body } = told('telegram', 'messages');
    const delivery = delivered(body, { ...headers });
    const { signatures } = receiverOf('telegram');
    const isOurs = (secret: string) =>
      isGenuineBy(signatures, delivery, { secrets: [secret], now_ms: NOW_MS });
    expect((await asked({ ...headers }, body)).status).toBe(200);
    expect(isOurs(SECRET)).toBe(true);
    const wrong = { 'x-telegram-bot-api-secret-token': 'another' };
    expect((await asked(wrong, body)).status).toBe(401);
    expect(isOurs('another')).toBe(false);
  });
});
