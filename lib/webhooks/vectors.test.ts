import { describe, expect, it } from 'vitest';
import { isGenuineBy, type Delivery } from '@/lib/webhooks/signature';
import { delivered, receiverOf } from '@/lib/webhooks/testing/signed';

interface Vector {
  name: string;
  slug: string;
  secret: string;
  now_ms: number;
  delivery: Delivery;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const SLACK_BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow' +
  '&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner' +
  '&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands' +
  '%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
  '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

/** Published by the providers or in the tests of their own libraries; some made with these. */
const VECTORS: Vector[] = [
  {
    name: 'GitHub’s documentation',
    slug: 'github',
    secret: "It's a Secret to Everybody",
    now_ms: 0,
    delivery: delivered('Hello, World!', {
      'x-hub-signature-256':
        'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    }),
  },
  {
    name: 'octokit’s tests',
    slug: 'github',
    secret: 'mysecret',
    now_ms: 0,
    delivery: delivered('{"foo":"bar"}', {
      'x-hub-signature-256':
        'sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3',
    }),
  },
  {
    name: 'Slack’s worked example, a form',
    slug: 'slack',
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    now_ms: 1_531_420_618_000,
    delivery: delivered(SLACK_BODY, {
      ...FORM,
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
      'x-slack-request-timestamp': '1531420618',
    }),
  },
  {
    name: 'Standard Webhooks’ and Svix’s tests',
    slug: 'standard',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    now_ms: 1_614_265_330_000,
    delivery: delivered('{"test": 2432232314}', {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }),
  },
  {
    name: 'the same under Svix’s header names',
    slug: 'standard',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    now_ms: 1_614_265_330_000,
    delivery: delivered('{"test": 2432232314}', {
      'svix-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'svix-timestamp': '1614265330',
      'svix-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }),
  },
  {
    name: 'Standard Webhooks with a key pair',
    slug: 'standard',
    secret: 'whpk_6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=',
    now_ms: 1_700_000_000_000,
    delivery: delivered('{"type":"invented.event","data":{"n":1}}', {
      'webhook-id': 'msg_invented1',
      'webhook-timestamp': '1700000000',
      'webhook-signature':
        'v1a,8OOxArMqXhzSDKEnONHH0o/NrNOWTjdcLhSMDfjlx4QFACCAuzRkdnIWQCRo4HMddwkLbdsl+' +
        'XzQkv3BRdebDA==',
    }),
  },
  {
    name: 'Discord’s ping, checked with its library',
    slug: 'discord',
    secret: 'ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c',
    now_ms: 1_700_000_000_000,
    delivery: delivered('{"id":"787053080478613555","token":"invented","type":1,"version":1}', {
      'x-signature-ed25519':
        'aea585a54f2f2526529b0f96959fee3f8ba023b6caf7a45adcb3b37c9949d60e' +
        '3bd38e724beabbfe13667d6603c9c9de90a716540a6dea201cd7835b12a45d0a',
      'x-signature-timestamp': '1700000000',
    }),
  },
  {
    name: 'the vector of Twilio’s libraries, a form',
    slug: 'twilio',
    secret: '12345',
    now_ms: 0,
    delivery: delivered(
      'Digits=1234&CallSid=CA1234567890ABCDE&Caller=%2B14158675309&From=%2B14158675309' +
        '&To=%2B18005551212',
      { ...FORM, 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
      'https://mycompany.com/myapp.php?foo=1&bar=2',
    ),
  },
  {
    name: 'Twilio, JSON',
    slug: 'twilio',
    secret: '12345',
    now_ms: 0,
    delivery: delivered(
      '{"eventType":"invented","n":1}',
      { 'x-twilio-signature': '1fGymEQ9mmL6shEw4yYO5qO5ziM=' },
      'https://example.com/tw?bodySHA256=' +
        '431b73c3534dff5e8caa21675f03b3ef0d15e00f410053b5ef917f2a55898e90',
    ),
  },
  {
    name: 'HubSpot’s client, version 3',
    slug: 'hubspot',
    secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
    now_ms: 1_700_000_000_000,
    delivery: delivered(
      '{"example_field":"example_value"}',
      {
        'x-hubspot-signature-v3': 'rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=',
        'x-hubspot-request-timestamp': '1700000000000',
      },
      'https://www.example.com/webhook_uri',
    ),
  },
  {
    name: 'Linear, checked with its client',
    slug: 'linear',
    secret: 'invented_linear_secret',
    now_ms: 1_700_000_000_000,
    delivery: delivered(
      '{"action":"create","type":"Issue","data":{"id":"11111111-2222-4333-8444-555555555555",' +
        '"title":"invented"},"webhookTimestamp":1700000000000,' +
        '"webhookId":"99999999-0000-4000-8000-000000000000"}',
      {
        'linear-signature': '6ee5ea8ce4a4850b3ac666118b12c0d0b3a84112b288cc70cd58bcd877fbfae4',
      },
    ),
  },
  {
    name: 'WhatsApp, as Meta escapes it',
    slug: 'whatsapp',
    secret: 'invented_app_secret',
    now_ms: 0,
    delivery: delivered(
      String.raw`{"object":"whatsapp_business_account","entry":[{"id":"1000001","changes":[{"field":` +
        String.raw`"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":` +
        String.raw`"15550000001","phone_number_id":"2000002"},"messages":[{"from":"15550000009","id":` +
        String.raw`"wamid.INVENTED==","timestamp":"1700000000","type":"text","text":{"body":` +
        String.raw`"h\u00e9llo"}}]}}]}]}`,
      {
        'x-hub-signature-256':
          'sha256=6b1eca513c826f31b5e867fdb26139154a931918e29d0f29a3f23ce918cb5e54',
      },
    ),
  },
  {
    name: 'Telegram’s token',
    slug: 'telegram',
    secret: 'invented_TOKEN-1',
    now_ms: 0,
    delivery: delivered('{"update_id":10000,"message":{"message_id":1}}', {
      'x-telegram-bot-api-secret-token': 'invented_TOKEN-1',
    }),
  },
];

describe.each(VECTORS)('$name', ({ slug, secret, now_ms, delivery }) => {
  const { signatures } = receiverOf(slug);
  const genuine = (secrets: string[], one = delivery) =>
    isGenuineBy(signatures, one, { secrets, now_ms });

  it('is genuine, alone and beside another secret', () => {
    expect(genuine([secret])).toBe(true);
    expect(genuine(['another', secret])).toBe(true);
  });

  it('is not by another secret, by none, or by an empty one', () => {
    for (const secrets of [['another'], [], [''], ['whsec_'], ['whpk_']])
      expect(genuine(secrets)).toBe(false);
  });

  it('is not without its headers', () => {
    expect(genuine([secret], { ...delivery, headers: {} })).toBe(false);
  });
});
