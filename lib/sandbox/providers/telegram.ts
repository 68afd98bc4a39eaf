import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { required, text, value, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

const { get, post } = endpointsFor<string>();
const ACCOUNTS = [
  { name: 'acme', note: 'A bot that people write to', key: '110201543:AAHsandbox-acme-bot-0001' },
];
const STREAMS = ['messages'] as const;

/** Telegram's Bot API 10.1, as far as a webhook is set: the bot's token stands in the path. */
export default defineSandboxProvider<string>({
  slug: 'telegram',
  name: 'Telegram',
  hosts: ['api.telegram.org'],
  connect: 'Set up a webhook with the bot token.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  open: sized('telegram', {
    sizes: { acme: { messages: 5 } },
    id: (_, n) => String(n + 1),
    evolution: () => null,
  }),
  sign_in: (call) => ACCOUNTS.find(({ key }) => call.path.startsWith(`/bot${key}/`))?.name ?? null,
  endpoints: [
    // Each method is there for GET and for POST, which the official clients use.
    get('/{bot}/getMe', { answer: bot }),
    post('/{bot}/getMe', { answer: bot }),
    get('/{bot}/getWebhookInfo', { answer: webhookInfo }),
    post('/{bot}/getWebhookInfo', { answer: webhookInfo }),
    post('/{bot}/setWebhook', {
      body: {
        url: required(text()),
        secret_token: text(/^[\w-]{1,256}$/),
        max_connections: whole(1, 100, 40),
        allowed_updates: value(),
      },
      answer: ({ who, world, body }) => {
        const hooks = world.hooks();
        for (const old of hooks.all().filter((one) => isOf(one, who))) hooks.remove(old.id);
        const { url, secret_token: secret } = body;
        const made = { provider: 'telegram', account: who, url, secret: secret ?? '', ends: null };
        if (!hooks.add(made))
          return failed(400, 'Bad Request: bad webhook: HTTPS url must be provided');
        return json(200, { ok: true, result: true, description: 'Webhook was set' });
      },
    }),
  ],
  refuse: ({ status, message }) => failed(status, message),
});

function bot({ who }: { who: string }): Reply {
  return json(200, { ok: true, result: { id: 1, is_bot: true, username: who } });
}

function webhookInfo({ who, world }: { who: string; world: World }): Reply {
  const hook = world
    .hooks()
    .all()
    .find((one) => isOf(one, who));
  return json(200, { ok: true, result: { url: hook?.url ?? '', pending_update_count: 0 } });
}

const isOf = (hook: { provider: string; account: string }, account: string): boolean =>
  hook.provider === 'telegram' && hook.account === account;

const failed = (error_code: number, description: Call['body']) =>
  json(error_code, { ok: false, error_code, description });
