import { json } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { required, text, value } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { refuseParameter } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import { verifyKey } from '@/lib/sandbox/webhooks/discord';

const { get, patch } = endpointsFor<string>();
const ACCOUNTS = [
  { name: 'acme', note: 'An application with a bot', key: 'sandbox.discord.bot-acme' },
];
const STREAMS = ['installs'] as const;
const ME = '/api/v10/applications/@me';

/** Discord's application, as far as webhook events are set up (discord.com/developers, 2026-10). */
export default defineSandboxProvider<string>({
  slug: 'discord',
  name: 'Discord',
  hosts: ['discord.com'],
  connect: 'Set up a webhook with the bot token.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  open: sized('discord', {
    sizes: { acme: { installs: 3 } },
    id: (_, n) => String(700 + n),
    evolution: () => null,
  }),
  sign_in: (call) =>
    ACCOUNTS.find(({ key }) => call.header('authorization') === `Bot ${key}`)?.name ?? null,
  endpoints: [
    get(ME, { answer: ({ who }) => json(200, applicationOf(who)) }),
    patch(ME, {
      body: {
        event_webhooks_url: required(text()),
        event_webhooks_status: value(),
        event_webhooks_types: value(),
      },
      answer: ({ who, world, body }) => {
        const url = body.event_webhooks_url;
        const hook = { provider: 'discord', account: who, url, secret: verifyKey(who), ends: null };
        if (!world.hooks().add(hook)) refuseParameter('event_webhooks_url', url, 'is not valid');
        return json(200, { ...applicationOf(who), event_webhooks_url: url });
      },
    }),
  ],
  refuse: ({ status, message }) => json(status, { message, code: 0 }),
});

const applicationOf = (name: string) => ({ id: '1', name, verify_key: verifyKey(name) });
