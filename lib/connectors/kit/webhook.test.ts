import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isGenuine, type Delivery, type Signature } from '@/lib/connectors/kit';

const NOW = 1_531_420_618_000;
const SECRET = 'secret-of-a-test';
const delivery = (body: string, headers: Record<string, string>): Delivery => ({
  method: 'POST',
  url: 'https://inlet.example/hook',
  headers,
  body: Buffer.from(body),
});

const GITHUB: Signature = {
  by: 'hmac',
  header: 'x-hub-signature-256',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
};
const SLACK: Signature = {
  by: 'hmac',
  header: 'x-slack-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v0=',
  timestamp: {
    in: { header: 'x-slack-request-timestamp' },
    unit: 'seconds',
    tolerance_seconds: 300,
  },
  signed: ({ body }, at) => Buffer.concat([Buffer.from(`v0:${at}:`), body]),
};
const STRIPE: Signature = {
  by: 'hmac',
  header: 'stripe-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v1=',
  separator: ',',
  timestamp: { in: { part: 't' }, unit: 'seconds', tolerance_seconds: 300 },
  signed: ({ body }, at) => Buffer.concat([Buffer.from(`${at}.`), body]),
};
const STANDARD: Signature = {
  by: 'hmac',
  header: 'webhook-signature',
  algorithm: 'sha256',
  encoding: 'base64',
  prefix: 'v1,',
  separator: ' ',
  key: (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
  timestamp: { in: { header: 'webhook-timestamp' }, unit: 'seconds', tolerance_seconds: 300 },
  signed: ({ body, headers }, at) =>
    Buffer.concat([Buffer.from(`${headers['webhook-id']}.${at}.`), body]),
};
const TELEGRAM: Signature = { by: 'token', header: 'x-telegram-bot-api-secret-token' };
const DISCORD: Signature = {
  by: 'ed25519',
  header: 'x-signature-ed25519',
  timestamp: { in: { header: 'x-signature-timestamp' }, unit: 'seconds', tolerance_seconds: 300 },
};

describe('examples that providers publish', () => {
  it('GitHub’s', () => {
    const given = delivery('Hello, World!', {
      'x-hub-signature-256':
        'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    });
    expect(isGenuine(GITHUB, given, ["It's a Secret to Everybody"], NOW)).toBe(true);
  });

  it('the one of Standard Webhooks', () => {
    const given = delivery('{"test": 2432232314}', {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
    const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
    expect(isGenuine(STANDARD, given, secrets, 1_614_265_330_000)).toBe(true);
    expect(isGenuine(STANDARD, given, secrets, 1_614_265_330_000 + 301_000)).toBe(false);
  });
});

const AT = String(NOW / 1_000);
const hmac = (text: string, encoding: 'hex' | 'base64' = 'hex', key: string | Buffer = SECRET) =>
  createHmac('sha256', key).update(text).digest(encoding);
const BODY = '{"event":"héllo"}';
const keys = generateKeyPairSync('ed25519');
const publicKey = Buffer.from(keys.publicKey.export({ format: 'jwk' }).x!, 'base64url');

const GENUINE: [string, Signature, Delivery, string][] = [
  ['github', GITHUB, delivery(BODY, { 'x-hub-signature-256': `sha256=${hmac(BODY)}` }), SECRET],
  [
    'slack',
    SLACK,
    delivery(BODY, {
      'x-slack-signature': `v0=${hmac(`v0:${AT}:${BODY}`)}`,
      'x-slack-request-timestamp': AT,
    }),
    SECRET,
  ],
  [
    'stripe',
    STRIPE,
    delivery(BODY, { 'stripe-signature': `t=${AT},v1=00,v1=${hmac(`${AT}.${BODY}`)}` }),
    SECRET,
  ],
  ['telegram', TELEGRAM, delivery(BODY, { 'x-telegram-bot-api-secret-token': SECRET }), SECRET],
  [
    'discord',
    DISCORD,
    delivery(BODY, {
      'x-signature-ed25519': sign(null, Buffer.from(AT + BODY), keys.privateKey).toString('hex'),
      'x-signature-timestamp': AT,
    }),
    publicKey.toString('hex'),
  ],
];

describe.each(GENUINE)('%s', (_, signature, given, secret) => {
  const genuine = (d: Delivery, secrets = [secret], now = NOW) =>
    isGenuine(signature, d, secrets, now);

  it('is known by the secret, also beside another during a rotation', () => {
    expect(genuine(given)).toBe(true);
    expect(genuine(given, ['another-secret', secret])).toBe(true);
  });

  it('is refused by other secrets, by none, and by an empty one', () => {
    expect(genuine(given, ['another-secret'])).toBe(false);
    expect(genuine(given, [])).toBe(false);
    expect(genuine(given, [''])).toBe(false);
    expect(genuine({ ...given, headers: { ...given.headers, [signature.header]: '' } }, [''])).toBe(
      false,
    );
  });

  it('is refused without its header, or with any bit of it turned', () => {
    expect(genuine({ ...given, headers: {} })).toBe(false);
    const value = given.headers[signature.header]!;
    for (let i = 0; i < value.length; i++) {
      const turned = String.fromCharCode(value.charCodeAt(i) ^ 1);
      const other = value.slice(0, i) + turned + value.slice(i + 1);
      const headers = { ...given.headers, [signature.header]: other };
      // A second signature that is wrong may be anything; see the one of Stripe.
      if (signature === STRIPE && value.slice(0, i).endsWith('v1=')) continue;
      const stillThere = signature === STRIPE && other.includes(`v1=${value.split('v1=').at(-1)}`);
      if (!(stillThere && other.startsWith(`t=${AT},`)))
        expect(genuine({ ...given, headers })).toBe(false);
    }
  });

  it('is refused when the body changed, where the body is signed', () => {
    const changed = { ...given, body: Buffer.from(`${BODY} `) };
    expect(genuine(changed)).toBe(signature === TELEGRAM);
  });

  it('is refused too late and too early, where it is dated', () => {
    const dated = signature.by !== 'token' && signature.timestamp !== undefined;
    for (const off of [-301_000, 301_000]) expect(genuine(given, [secret], NOW + off)).toBe(!dated);
    for (const off of [-299_000, 299_000]) expect(genuine(given, [secret], NOW + off)).toBe(true);
  });
});

it.each(['', 'abc', '-1', '1e3', '9'.repeat(20)])('a timestamp of %j is none', (at) => {
  const given = delivery(BODY, {
    'x-slack-signature': `v0=${hmac(`v0:${at}:${BODY}`)}`,
    'x-slack-request-timestamp': at,
  });
  expect(isGenuine(SLACK, given, [SECRET], NOW)).toBe(false);
});
