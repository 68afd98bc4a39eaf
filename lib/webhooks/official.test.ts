import { createHash, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { LinearWebhookClient } from '@linear/sdk/webhooks';
import { sign as octokitSign, verify as octokitVerify } from '@octokit/webhooks-methods';
import { verifyKey } from 'discord-interactions';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as Svix } from 'svix';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import type { Jwk } from '@/lib/webhooks/jwt';
import { isGenuineBy, type Delivery } from '@/lib/webhooks/signature';
import { mutantsOf } from '@/lib/webhooks/testing/mutations';
import { delivered, googleSigner, hmac, receiverOf } from '@/lib/webhooks/testing/signed';

/** A delivery as the provider's own library signs it, or as it takes it for genuine. */
interface Official {
  name: string;
  slug: string;
  secret: string;
  delivery: Delivery;
  proof: string[];
  body_signed?: false;
  tolerance_seconds: number | null;
  keys?: Jwk[];
  /** Libraries that only verify are asked. */
  known?: boolean;
}

const NOW_MS = Math.floor(Date.now() / 1_000) * 1_000;
const SECONDS = String(NOW_MS / 1_000);
const WHSEC = `whsec_${Buffer.from('thirty-two bytes of a test secret').toString('base64')}`;
const BODY = JSON.stringify({
  type: 'thing.updated',
  text: 'Grüße 🐌 "quoted"',
  n: 12,
  list: [1, 2],
});

const stripeHeader = Stripe.webhooks.generateTestHeaderString({
  payload: BODY,
  secret: 'whsec_of_a_test',
  timestamp: NOW_MS / 1_000,
});

const FIELDS = { MessageSid: 'SM1', Body: 'Grüße & more', From: '+14158675309', To: '+1800' };
const TWILIO_URL = 'https://inlet.example/api/v1/connectors/webhooks/twilio/1?a=1';
const twilioJson = `${TWILIO_URL}&bodySHA256=${twilio.getExpectedBodyHash(BODY)}`;

const discordKeys = generateKeyPairSync('ed25519');
const discordKey = Buffer.from(
  discordKeys.publicKey.export({ format: 'jwk' }).x!,
  'base64url',
).toString('hex');
const discordSignature = signWith(
  null,
  Buffer.from(SECONDS + BODY),
  discordKeys.privateKey,
).toString('hex');

const LINEAR = JSON.stringify({ action: 'update', type: 'Issue', webhookTimestamp: NOW_MS });
const HUBSPOT_URL = 'https://inlet.example/api/v1/connectors/webhooks/hubspot/1';
const TELEGRAM_TOKEN = createHash('sha256').update('a bot').digest('base64url').repeat(2);
const google = googleSigner();
const GMAIL_URL = 'https://inlet.example/api/v1/connectors/webhooks/gmail/1';

/** As the providers' documentation makes them; where a library checks one, conformance/ asks it. */
const DOCUMENTED: Official[] = [
  {
    name: 'Slack, as documented',
    slug: 'slack',
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    delivery: delivered(BODY, {
      'x-slack-request-timestamp': SECONDS,
      'x-slack-signature': `v0=${hmac('8f742231b10e8888abcd99yyyzzz85a5', `v0:${SECONDS}:${BODY}`)}`,
    }),
    proof: ['x-slack-signature', 'x-slack-request-timestamp'],
    tolerance_seconds: 300,
  },
  {
    name: 'WhatsApp, as documented',
    slug: 'whatsapp',
    secret: 'app secret of a test',
    delivery: delivered(BODY, {
      'x-hub-signature-256': `sha256=${hmac('app secret of a test', BODY)}`,
    }),
    proof: ['x-hub-signature-256'],
    tolerance_seconds: null,
  },
  {
    name: 'HubSpot, as documented',
    slug: 'hubspot',
    secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
    delivery: delivered(
      BODY,
      {
        'x-hubspot-request-timestamp': String(NOW_MS),
        'x-hubspot-signature-v3': hmac(
          'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
          `POST${HUBSPOT_URL}${BODY}${NOW_MS}`,
          'base64',
        ),
      },
      HUBSPOT_URL,
    ),
    proof: ['x-hubspot-signature-v3', 'x-hubspot-request-timestamp'],
    tolerance_seconds: 300,
  },
  {
    name: 'Telegram, as documented',
    slug: 'telegram',
    // As long as one of ours; Telegram takes up to 256 characters.
    secret: TELEGRAM_TOKEN,
    delivery: delivered(BODY, { 'x-telegram-bot-api-secret-token': TELEGRAM_TOKEN }),
    proof: ['x-telegram-bot-api-secret-token'],
    // It proves the sender alone.
    body_signed: false,
    tolerance_seconds: null,
  },
];

const OFFICIAL: Official[] = [
  {
    name: 'stripe',
    slug: 'stripe',
    secret: 'whsec_of_a_test',
    delivery: delivered(BODY, { 'stripe-signature': stripeHeader }),
    proof: ['stripe-signature'],
    tolerance_seconds: 300,
    known: Stripe.webhooks.constructEvent(BODY, stripeHeader, 'whsec_of_a_test') !== null,
  },
  {
    name: '@octokit/webhooks-methods',
    slug: 'github',
    secret: 'secret of a hook',
    delivery: delivered(BODY, {
      'x-hub-signature-256': await octokitSign('secret of a hook', BODY),
    }),
    proof: ['x-hub-signature-256'],
    tolerance_seconds: null,
    known: await octokitVerify(
      'secret of a hook',
      BODY,
      `sha256=${hmac('secret of a hook', BODY)}`,
    ),
  },
  {
    name: 'twilio, a form',
    slug: 'twilio',
    secret: 'auth token of a test',
    delivery: delivered(
      new URLSearchParams(FIELDS).toString(),
      {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(
          'auth token of a test',
          TWILIO_URL,
          FIELDS,
        ),
      },
      TWILIO_URL,
    ),
    proof: ['x-twilio-signature'],
    tolerance_seconds: null,
  },
  {
    name: 'twilio, JSON',
    slug: 'twilio',
    secret: 'auth token of a test',
    delivery: delivered(
      BODY,
      {
        'x-twilio-signature': twilio.getExpectedTwilioSignature(
          'auth token of a test',
          twilioJson,
          {},
        ),
      },
      twilioJson,
    ),
    proof: ['x-twilio-signature'],
    tolerance_seconds: null,
  },
  {
    name: 'standardwebhooks',
    slug: 'standard',
    secret: WHSEC,
    delivery: delivered(BODY, {
      'webhook-id': 'msg_1',
      'webhook-timestamp': SECONDS,
      'webhook-signature': new Webhook(WHSEC).sign('msg_1', new Date(NOW_MS), BODY),
    }),
    proof: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    tolerance_seconds: 300,
  },
  {
    name: 'svix',
    slug: 'standard',
    secret: WHSEC,
    delivery: delivered(BODY, {
      'svix-id': 'msg_1',
      'svix-timestamp': SECONDS,
      'svix-signature': new Svix(WHSEC).sign('msg_1', new Date(NOW_MS), BODY),
    }),
    proof: ['svix-id', 'svix-timestamp', 'svix-signature'],
    tolerance_seconds: 300,
  },
  {
    name: 'discord-interactions',
    slug: 'discord',
    secret: discordKey,
    delivery: delivered(BODY, {
      'x-signature-ed25519': discordSignature,
      'x-signature-timestamp': SECONDS,
    }),
    proof: ['x-signature-ed25519', 'x-signature-timestamp'],
    tolerance_seconds: 300,
    known: await verifyKey(BODY, discordSignature, SECONDS, discordKey),
  },
  {
    name: '@linear/sdk',
    slug: 'linear',
    secret: 'lin_wh_test',
    delivery: delivered(LINEAR, { 'linear-signature': hmac('lin_wh_test', LINEAR) }),
    proof: ['linear-signature'],
    tolerance_seconds: 60,
    known: new LinearWebhookClient('lin_wh_test').verify(
      Buffer.from(LINEAR),
      hmac('lin_wh_test', LINEAR),
      NOW_MS,
    ),
  },
  {
    name: 'a token as Google signs it',
    slug: 'gmail',
    secret: 'push@project.iam.gserviceaccount.com',
    delivery: delivered(
      BODY,
      {
        authorization: `Bearer ${google.token({
          iss: 'https://accounts.google.com',
          aud: GMAIL_URL,
          email: 'push@project.iam.gserviceaccount.com',
          email_verified: true,
          iat: NOW_MS / 1_000,
          exp: NOW_MS / 1_000 + 3_600,
        })}`,
      },
      GMAIL_URL,
    ),
    proof: ['authorization'],
    body_signed: false,
    tolerance_seconds: null,
    keys: google.keys,
  },
];

/** The same fields in another spelling are the same: Twilio signs what they say. */
const says = ({ headers, body }: Delivery): string =>
  headers['content-type']?.includes('form')
    ? JSON.stringify([...new URLSearchParams(body.toString('utf8'))])
    : '';

describe.each([...OFFICIAL, ...DOCUMENTED])('$name', (official) => {
  const { slug, secret, delivery, keys, proof, tolerance_seconds, body_signed = true } = official;
  const { signatures } = receiverOf(slug);

  it('signs what is genuine to us', () => {
    expect(official.known ?? true).toBe(true);
    expect(isGenuineBy(signatures, delivery, { secrets: [secret], now_ms: NOW_MS, keys })).toBe(
      true,
    );
  });

  it('signs nothing of what differs by a bit, a case, a header, a time or a secret', () => {
    const base = { delivery, secret, now_ms: NOW_MS, proof, body_signed, tolerance_seconds };
    const mutants = mutantsOf(base).filter(
      (one) =>
        one.delivery.body === delivery.body ||
        says(one.delivery) === '' ||
        says(one.delivery) !== says(delivery),
    );
    expect(mutants.length).toBeGreaterThanOrEqual(500);
    const taken = mutants.filter((one) =>
      isGenuineBy(signatures, one.delivery, {
        secrets: [one.secret],
        now_ms: one.now_ms,
        keys,
      }),
    );
    expect(taken.map((one) => one.what)).toEqual([]);
  });
});
